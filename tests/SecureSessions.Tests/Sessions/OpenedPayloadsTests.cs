using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>A payload that was opened is found again only where opening it again would succeed, and is forgotten soon.</summary>
public sealed class OpenedPayloadsTests : IDisposable
{
    private static readonly SessionCipher Cipher = new(storeKey: null);
    private static readonly SessionToken Token = SessionToken.Create();
    private static readonly SecretHash Hash = Cipher.Hash(Token.Secret);
    private static readonly SessionPayload Payload = SessionPayload.Empty with { UserId = "alice" };
    private static readonly SessionCipher.Context Context = new(
        Token.Id, 7, "alice", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(8), TimeSpan.FromMinutes(20));

    private readonly ManualTimeProvider _clock = new();
    private readonly byte[] _bytes = Cipher.SealPayload(Token.Secret, Context, Payload);
    private readonly OpenedPayloads _opened;

    public OpenedPayloadsTests() => _opened = Create(static _ => { });

    [Fact]
    public void A_payload_is_found_again_for_the_same_bytes_and_for_a_copy_of_them()
    {
        _opened.Add(Context, Hash, _bytes, Payload);

        Assert.Same(Payload, _opened.Find(Context, Hash, _bytes));
        Assert.Same(Payload, _opened.Find(Context, Hash, _bytes.ToArray()));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_payload_is_not_found_by_another_secret()
    {
        _opened.Add(Context, Hash, _bytes, Payload);

        Assert.Null(_opened.Find(Context, Cipher.Hash(Token.WithNewSecret().Secret), _bytes));
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_payload_is_not_found_for_bytes_that_differ()
    {
        _opened.Add(Context, Hash, _bytes, Payload);

        for (int i = 0; i < _bytes.Length; i++)
        {
            byte[] flipped = [.. _bytes];
            flipped[i] ^= 1;
            Assert.Null(_opened.Find(Context, Hash, flipped));
            Assert.Null(_opened.Find(Context, Hash, _bytes.AsMemory(0, i)));
        }
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public void A_payload_is_not_found_for_a_record_with_other_facts()
    {
        _opened.Add(Context, Hash, _bytes, Payload);

        SessionCipher.Context[] others =
        [
            Context with { Id = RandomValues.Id() },
            Context with { Version = 8 },
            Context with { UserId = "admin" },
            Context with { UserId = null },
            Context with { CreatedAt = Context.CreatedAt.AddMilliseconds(1) },
            Context with { AbsoluteExpiresAt = Context.AbsoluteExpiresAt.AddHours(1) },
            Context with { IdleTimeout = Context.IdleTimeout * 2 },
        ];
        Assert.All(others, other => Assert.Null(_opened.Find(other, Hash, _bytes)));
    }

    [Fact]
    public void A_payload_is_forgotten_within_two_ticks_however_often_it_is_used()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _opened.Add(Context, Hash, _bytes, Payload);

        _clock.Advance(OpenedPayloads.Tick);
        Assert.NotNull(_opened.Find(Context, Hash, _bytes));
        _clock.Advance(OpenedPayloads.Tick);

        Assert.Null(_opened.Find(Context, Hash, _bytes));
        Assert.Equal(0, _opened.Count);
    }

    [Fact]
    public void A_payload_that_is_opened_long_after_the_others_were_forgotten_is_forgotten_too()
    {
        _opened.Add(Context, Hash, _bytes, Payload);
        _clock.Advance(TimeSpan.FromHours(1));
        _opened.Add(Context, Hash, _bytes, Payload);

        _clock.Advance(2 * OpenedPayloads.Tick);

        Assert.Equal(0, _opened.Count);
    }

    [Fact]
    public void A_later_version_takes_the_place_of_an_earlier_one()
    {
        SessionPayload later = Payload with { PersistentCookie = true };
        _opened.Add(Context, Hash, _bytes, Payload);
        _opened.Add(Context.Next(), Hash, _bytes, later);

        Assert.Same(later, _opened.Find(Context.Next(), Hash, _bytes));
        Assert.Null(_opened.Find(Context, Hash, _bytes));
        Assert.Equal(1, _opened.Count);
    }

    [Fact]
    public void The_payloads_that_are_remembered_are_bounded_in_bytes()
    {
        byte[] large = new byte[1024 * 1024];
        for (int i = 0; i < 100; i++)
            _opened.Add(Context with { Id = RandomValues.Id() }, Hash, large, Payload);

        Assert.InRange(_opened.Count, 1, ShortMemory<SessionId, SessionPayload>.MaxBytes / large.Length);
        _clock.Advance(OpenedPayloads.Tick);
        _opened.Add(Context, Hash, _bytes, Payload);
        Assert.NotNull(_opened.Find(Context, Hash, _bytes));
    }

    [Fact]
    public void Nothing_is_remembered_if_the_option_says_so()
    {
        using OpenedPayloads off = Create(static options => options.KeepOpenedPayloads = false);

        off.Add(Context, Hash, _bytes, Payload);

        Assert.Null(off.Find(Context, Hash, _bytes));
        Assert.Equal(0, off.Count);
    }

    [Fact]
    public async Task Requests_of_a_burst_share_a_payload_and_none_of_them_changes_the_principal_of_another()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app =>
        {
            SmallApp.Map(app);
            script.Map(app);
        });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        SessionPayload[] payloads = new SessionPayload[2];
        for (int i = 0; i < payloads.Length; i++)
        {
            payloads[i] = await script.AskAsync(browser, static async context =>
            {
                AuthenticateResult result = await context.AuthenticateAsync();
                Assert.Null(context.User.FindFirst("planted"));
                Assert.False(result.Properties!.Items.ContainsKey("planted"));
                ((ClaimsIdentity)context.User.Identity!).AddClaim(new Claim("planted", "1"));
                result.Properties.Items["planted"] = "1";
                return RequestSession.Find(context)!.Session.Stored!.Payload;
            });
        }

        Assert.Same(payloads[0], payloads[1]);
        Assert.Equal(1, host.Services.GetRequiredService<OpenedPayloads>().Count);
    }

    public void Dispose() => _opened.Dispose();

    private OpenedPayloads Create(Action<SecureSessionOptions> configure)
    {
        var options = new SecureSessionOptions();
        configure(options);
        return new OpenedPayloads(new SessionPolicy(Options.Create(options)), _clock);
    }
}

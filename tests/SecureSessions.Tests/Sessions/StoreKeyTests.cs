using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Stores;
using Xunit;

namespace SecureSessions.Tests.Sessions;

/// <summary>
/// Without a store key, an attacker who can write to the store can forge a session that is accepted; with a store key only its holder can.
/// </summary>
public sealed class StoreKeyTests : IDisposable
{
    private readonly byte[] _key = RandomValues.Bytes(32);
    private readonly SharedStore _shared = new();

    [Fact]
    [Trait("Requirement", "ST-3")]
    public async Task Nodes_with_the_same_key_share_their_sessions()
    {
        await using SessionHost first = await _shared.StartNodeAsync(_key);
        await using SessionHost second = await _shared.StartNodeAsync([.. _key]);
        using Browser browser = first.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser elsewhere = second.NewBrowser();
        elsewhere.Token = browser.Token;

        Assert.Equal("alice", (await elsewhere.GetAsync("/who")).Body);
        await elsewhere.GetAsync("/set/a/1");
        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cookie_under_another_store_key_or_none_is_rejected_as_forged_and_its_session_is_unharmed(bool another)
    {
        await using SessionHost before = await _shared.StartNodeAsync(_key);
        await using SessionHost after = await _shared.StartNodeAsync(another ? RandomValues.Bytes(32) : null);
        using Browser browser = before.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        using Browser elsewhere = after.NewBrowser();
        elsewhere.Token = browser.Token;

        Page page = await elsewhere.GetAsync("/who");

        Assert.Equal((HttpStatusCode.OK, "nobody"), (page.Status, page.Body));
        Assert.Empty(page.SetCookies);
        Assert.Contains("forged", Assert.Single(after.Logs.Of("session_token_rejected")).Message, StringComparison.Ordinal);
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Theory]
    [Trait("Requirement", "ST-2")]
    [InlineData(false, "admin", 0)]
    [InlineData(true, "nobody", 1)]
    public async Task A_forged_record_in_the_store_is_accepted_without_a_store_key_and_refused_with_one(
        bool keyed, string who, int rejected)
    {
        await using SessionHost host = await _shared.StartNodeAsync(keyed ? _key : null);
        using Browser forger = host.NewBrowser();
        var token = SessionToken.Create();
        await ForgeAsync(token, new SessionCipher(storeKey: null).Hash(token.Secret));
        forger.Token = token.ToCookieValue();

        Assert.Equal(who, (await forger.GetAsync("/who")).Body);
        Assert.Equal(rejected, host.Logs.Of("session_token_rejected").Count);
    }

    [Fact]
    [Trait("Requirement", "ST-2")]
    public async Task A_forged_record_with_the_hash_of_the_attackers_own_session_is_refused_with_a_store_key()
    {
        await using SessionHost host = await _shared.StartNodeAsync(_key);
        using Browser forger = host.NewBrowser();
        await forger.GetAsync("/sign-in/mallory");
        Assert.True(SessionToken.TryParse(forger.Token, out SessionToken own));
        SessionToken token = SessionToken.Create().WithSecret(own.Secret);
        await ForgeAsync(token, host.Services.GetRequiredService<SessionCipher>().Hash(own.Secret));
        forger.Token = token.ToCookieValue();

        Assert.Equal("nobody", (await forger.GetAsync("/who")).Body);
        Assert.Single(host.Logs.Of("crypt_decrypt_fail"));
    }

    [Fact]
    public async Task A_session_is_renewed_and_regenerated_under_the_store_key()
    {
        await using SessionHost host = await _shared.StartNodeAsync(_key);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await browser.SendKeepingJarAsync(HttpMethod.Get, "/who");

        Page pending = await browser.GetAsync("/who");
        Assert.Equal(("alice", 1), (pending.Body, pending.SetCookies.Count));
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
        await browser.GetAsync("/regenerate");
        Assert.Equal("alice", (await browser.GetAsync("/who")).Body);
    }

    [Fact]
    [Trait("Requirement", "TK-12")]
    public async Task While_a_store_key_is_replaced_nodes_before_and_after_the_change_share_all_sessions()
    {
        byte[] next = RandomValues.Bytes(32);
        await using SessionHost before = await _shared.StartNodeAsync(_key, next);
        await using SessionHost after = await _shared.StartNodeAsync(next, _key);
        using Browser older = await SignInAsync(before, "alice");
        using Browser newer = await SignInAsync(after, "bob");

        for (int round = 0; round < 4; round++)
        {
            foreach (SessionHost node in (SessionHost[])[before, after])
            {
                await UseAsync(node, older, "alice", round);
                await UseAsync(node, newer, "bob", round);
            }

            // Each round renews, now on this node and now on that one, and the answer is lost once.
            _shared.Clock.Advance(SecureSessionDefaults.RenewalInterval + TimeSpan.FromMinutes(round));
            using Browser lost = Visit(round % 2 == 0 ? after : before, older);
            await lost.SendKeepingJarAsync(HttpMethod.Get, "/who");
        }

        Assert.Empty(before.Logs.Of("session_token_rejected"));
        Assert.Empty(after.Logs.Of("crypt_decrypt_fail"));
    }

    [Fact]
    [Trait("Requirement", "TK-12")]
    public async Task A_session_that_was_renewed_under_the_new_key_does_not_need_the_old_one()
    {
        byte[] next = RandomValues.Bytes(32);
        await using SessionHost before = await _shared.StartNodeAsync(_key);
        await using SessionHost during = await _shared.StartNodeAsync(next, _key);
        await using SessionHost later = await _shared.StartNodeAsync(next);
        using Browser browser = await SignInAsync(before, "alice");
        using Browser renewing = Visit(during, browser);
        await renewing.GetAsync("/set/a/1");
        _shared.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await renewing.GetAsync("/who");
        await renewing.GetAsync("/who");

        using Browser last = Visit(later, renewing);
        Assert.Equal("alice", (await last.GetAsync("/who")).Body);
        Assert.Equal("1", (await last.GetAsync("/get/a")).Body);
    }

    [Fact]
    public async Task A_session_under_an_accepted_key_still_has_its_end_reason()
    {
        byte[] next = RandomValues.Bytes(32);
        await using SessionHost before = await _shared.StartNodeAsync(_key);
        await using SessionHost during = await _shared.StartNodeAsync(next, _key);
        using Browser browser = await SignInAsync(before, "alice");
        await browser.GetAsync("/who");
        using Browser elsewhere = Visit(during, browser);
        _shared.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal("IdleTimeout", (await elsewhere.GetAsync("/why")).Body);
    }

    [Fact]
    public async Task Only_a_cookie_that_the_present_key_does_not_know_costs_a_second_call()
    {
        await using SessionHost host = await _shared.StartNodeAsync(RandomValues.Bytes(32), _key);
        using Browser browser = await SignInAsync(host, "alice");
        host.Store.ForgetCalls();

        await browser.GetAsync("/who");
        Assert.Equal([StoreOperation.Find], host.Store.Calls);
        browser.Token = SessionToken.Create().ToCookieValue();
        await browser.GetAsync("/who");
        Assert.Equal([StoreOperation.Find, StoreOperation.Find, StoreOperation.Find], host.Store.Calls);
    }

    [Fact]
    [Trait("Requirement", "LG-3")]
    public async Task The_store_key_is_in_no_log()
    {
        await using SessionHost host = await _shared.StartNodeAsync(_key);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(StoreFault.ThrowsAtOnce);
        await browser.GetAsync("/who");

        string[] texts = [Convert.ToBase64String(_key), Convert.ToHexString(_key), BitConverter.ToString(_key), string.Join(", ", _key)];
        Assert.DoesNotContain(
            host.Logs.Lines,
            line => texts.Any(text => $"{line.Message} {line.Exception}".Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    public void Dispose() => _shared.Dispose();

    private static async Task<Browser> SignInAsync(SessionHost node, string user)
    {
        Browser browser = node.NewBrowser();
        await browser.GetAsync("/sign-in/" + user);
        return browser;
    }

    /// <summary>The same browser on another node.</summary>
    private static Browser Visit(SessionHost node, Browser browser)
    {
        Browser visitor = node.NewBrowser();
        visitor.Token = browser.Token;
        return visitor;
    }

    private static async Task UseAsync(SessionHost node, Browser browser, string user, int round)
    {
        using Browser visitor = Visit(node, browser);
        Assert.Equal(user, (await visitor.GetAsync("/who")).Body);
        await visitor.GetAsync($"/set/round/{round}");
        Assert.Equal($"{round}", (await visitor.GetAsync("/get/round")).Body);
        browser.Token = visitor.Token;
    }

    // The format is public: a forger knows everything but the key.
    private async Task ForgeAsync(SessionToken token, SecretHash hash)
    {
        DateTimeOffset now = _shared.Clock.GetUtcNow();
        var ticket = new AuthenticationTicket(SmallApp.PrincipalOf("admin"), SecureSessionDefaults.AuthenticationScheme);
        var payload = new SessionPayload
        {
            UserId = "admin",
            Ticket = TicketSerializer.Default.Serialize(ticket),
            Values = SessionPayload.Empty.Values,
        };
        var context = new SessionCipher.Context(
            token.Id, Version: 1, "admin", now, now + SecureSessionDefaults.AbsoluteTimeout, SecureSessionDefaults.IdleTimeout);
        CreateStatus status = await _shared.Store.CreateAsync(
            new NewSession
            {
                Id = token.Id,
                Hash = hash,
                UserId = "admin",
                CreatedAt = now,
                AbsoluteExpiresAt = context.AbsoluteExpiresAt,
                IdleTimeout = SecureSessionDefaults.IdleTimeout,
                Payload = new SessionCipher(storeKey: null).SealPayload(token.Secret, context, payload),
            },
            CancellationToken.None);
        Assert.Equal(CreateStatus.Created, status);
    }
}

using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>When an API learns that a session has ended.</summary>
public sealed class SessionCheckTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task At_every_request_at_the_next_one()
    {
        await using TokenHost host = await TokenHost.StartAsync();
        TokenReply reply = await host.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(reply.Access));

        await host.Host.Store.Inner.EndAsync(reply.SessionId, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task Cached_within_the_time_if_nobody_says_so()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings { Check = SessionCheck.Cached(Time) });
        TokenReply reply = await host.SignInAsync();
        await host.StatusAsync(reply.Access);
        host.Host.Store.ForgetCalls();
        await host.Host.Store.Inner.EndAsync(reply.SessionId, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);
        host.Clock.Advance(Time - TimeSpan.FromMilliseconds(1));

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(reply.Access));
        Assert.DoesNotContain(StoreOperation.Find, host.Host.Store.Calls);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Access));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cached_at_once_if_it_is_announced(bool names)
    {
        var announcer = new Announcer();
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Check = SessionCheck.Cached(Time),
            ConfigureServices = services => services.AddSingleton<ISecureSessionAnnouncements>(announcer),
        });
        TokenReply reply = await host.SignInAsync();
        await host.StatusAsync(reply.Access);
        await host.Host.Store.Inner.EndAsync(reply.SessionId, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        announcer.Announce(names ? reply.SessionId : null);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task Cached_at_once_if_this_node_ends_it_or_changes_its_privileges()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings { Check = SessionCheck.Cached(Time) });
        TokenReply ended = await host.SignInAsync();
        TokenReply stepped = await host.SignInAsync("bob");
        await host.StatusAsync(ended.Access);
        await host.StatusAsync(stepped.Access);

        await host.Host.Manager.EndAllAsync("ada");
        await host.Client.PostAsync($"/step-up?token={stepped.Refresh}", content: null);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(ended.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(stepped.Access));
    }

    [Fact]
    public async Task Cached_what_is_remembered_of_one_token_does_not_serve_another()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings { Check = SessionCheck.Cached(Time) });
        TokenReply first = await host.SignInAsync();
        await host.StatusAsync(first.Access);
        TokenReply silent = await host.RefreshAsync(first.Refresh);
        host.Clock.Advance(SessionTokenDefaults.RefreshGrace);
        TokenReply owner = await host.RefreshAsync(first.Refresh);
        await host.StatusAsync(owner.Access);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(silent.Access));
    }

    [Fact]
    public async Task By_the_signature_only_never()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings { Check = SessionCheck.SignatureOnly });
        TokenReply reply = await host.SignInAsync();
        await host.Host.Manager.EndAllAsync("ada");
        host.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(reply.Access));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task By_introspection_at_the_next_request_in_an_app_without_a_store()
    {
        await using TokenHost host = await TokenHost.StartAsync();
        await using ResourceServer api = await ResourceServer.StartAsync(host, SessionCheck.Introspect(
            new Uri(host.Host.BaseAddress, "/session/tokens/introspect"),
            static request =>
            {
                request.Headers.Add("X-Key", TokenHost.IntrospectionKey);
                return ValueTask.CompletedTask;
            }));
        TokenReply reply = await host.SignInAsync();

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(reply.Access));
        await host.Host.Manager.EndAllAsync("ada");
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task By_introspection_that_is_refused_no_request_is_let_in_and_none_is_told_401()
    {
        await using TokenHost host = await TokenHost.StartAsync();
        await using ResourceServer api = await ResourceServer.StartAsync(
            host, SessionCheck.Introspect(new Uri(host.Host.BaseAddress, "/session/tokens/introspect")));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await api.StatusAsync((await host.SignInAsync()).Access));
    }

    [Fact]
    public async Task Another_app_knows_the_keys_by_the_metadata_and_no_other_audience()
    {
        await using TokenHost host = await TokenHost.StartAsync();
        await using ResourceServer api = await ResourceServer.StartAsync(host, SessionCheck.SignatureOnly);
        TokenReply reply = await host.SignInAsync();
        TokenReply other = await host.RefreshAsync(reply.Refresh, ("resource", TokenHost.OtherApi));

        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync(reply.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(other.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync(null));
    }

#pragma warning disable CA5404 // What an app must not be able to switch off is what the test tries to.
    [Fact]
    public async Task No_option_loosens_the_validation()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            ConfigureServices = static services => services.Configure<JwtBearerOptions>(
                JwtBearerDefaults.AuthenticationScheme,
                static options =>
                {
                    options.TokenValidationParameters.ValidateLifetime = false;
                    options.TokenValidationParameters.ValidateAudience = false;
                    options.TokenValidationParameters.RequireSignedTokens = false;
                    options.TokenValidationParameters.SignatureValidator =
                        static (token, _) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token);
                    options.MapInboundClaims = true;
                }),
        });
        TokenReply reply = await host.SignInAsync();
        TokenReply other = await host.RefreshAsync(reply.Refresh, ("resource", TokenHost.OtherApi));

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(reply.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(other.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(Forge.Unsigned(reply.Access) + "."));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Access));
    }

#pragma warning restore CA5404

    [Fact]
    public async Task Another_way_to_validate_is_refused_at_start_up()
    {
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TokenHost.StartAsync(new TokenHostSettings
            {
                ConfigureServices = static services => services.PostConfigure<JwtBearerOptions>(
                    JwtBearerDefaults.AuthenticationScheme, static options => options.TokenHandlers.Clear()),
            }));

        Assert.Contains("another way to validate tokens", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60.001)]
    public void A_cache_lasts_for_a_minute_at_most(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionCheck.Cached(TimeSpan.FromSeconds(seconds)));

    private sealed class Announcer : ISecureSessionAnnouncements
    {
        private Action<SessionId?> _handlers = static _ => { };

        public IDisposable Subscribe(Action<SessionId?> handler)
        {
            _handlers += handler;
            return new Subscription();
        }

        public void Announce(SessionId? id) => _handlers(id);

        private sealed class Subscription : IDisposable
        {
            public void Dispose()
            {
            }
        }
    }
}

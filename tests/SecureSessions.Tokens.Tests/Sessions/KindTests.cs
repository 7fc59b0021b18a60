using System.Buffers.Text;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>Neither secret has an effect in the place of the other, whatever is made of it, in every store of the core.</summary>
[Trait("Requirement", "TK-5")]
public sealed class KindTests
{
    public static TheoryData<bool, bool> Stores => new()
    {
        { false, false },
        { false, true },
        { true, false },
        { true, true },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_refresh_token_is_no_cookie(bool cached, bool keyed)
    {
        await using TokenHost host = await StartAsync(cached, keyed);
        TokenReply reply = await host.SignInAsync();
        byte[] bytes = Base64Url.DecodeFromChars(reply.Refresh.AsSpan(4));
        byte[] withId = [.. bytes];
        reply.SessionId.CopyTo(withId);

        foreach (string cookie in (string[])[reply.Refresh, Base64Url.EncodeToString(bytes), Base64Url.EncodeToString(withId)])
        {
            using Browser browser = host.Host.NewBrowser();
            browser.Token = cookie;
            Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        }

        Assert.Equal(
            ["forged", "malformed", "unknown"],
            host.Host.Events.Of(SessionEventType.TokenRejected).Select(static e => e.Detail).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(reply.Refresh)).Status);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_cookie_is_no_refresh_token(bool cached, bool keyed)
    {
        await using TokenHost host = await StartAsync(cached, keyed);
        using Browser browser = host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        foreach (string token in (string[])[browser.Token!, "srt_" + browser.Token])
        {
            TokenReply reply = await host.RefreshAsync(token);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (reply.Status, reply.Error));
            Assert.Equal(HttpStatusCode.OK, (await host.RevokeAsync(token)).Status);
        }

        Assert.Equal("ada", (await browser.GetAsync("/who")).Body);
        Assert.Equal(
            ["malformed", "malformed", "unknown", "unknown"],
            host.Host.Events.Of(SessionEventType.TokenRejected).Select(static e => e.Detail).Order(StringComparer.Ordinal));
        Assert.Empty(host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    public async Task An_access_token_is_neither()
    {
        await using TokenHost host = await StartAsync(cached: false, keyed: false);
        TokenReply reply = await host.SignInAsync();
        using Browser browser = host.Host.NewBrowser();
        browser.Token = reply.Access;

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Equal("invalid_grant", (await host.RefreshAsync(reply.Access)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(reply.Refresh));
    }

    private static Task<TokenHost> StartAsync(bool cached, bool keyed) => TokenHost.StartAsync(new TokenHostSettings
    {
        Sessions = sessions => sessions.StoreKey = keyed ? [.. Enumerable.Range(1, 32).Select(static value => (byte)value)] : null,
        ConfigureSessions = sessions =>
        {
            if (cached)
                sessions.AddDistributedCacheStore();
        },
        ConfigureServices = static services => services.AddDistributedMemoryCache(),
    });
}

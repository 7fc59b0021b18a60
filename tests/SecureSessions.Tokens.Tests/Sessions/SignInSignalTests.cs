using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>The sign-in and the refreshes of a client without cookies raise the signals that those of a browser do.</summary>
public sealed class SignInSignalTests
{
    private const string Berlin = "203.0.113.7";
    private const string NewYork = "192.0.2.30";
    private const string Tool = "example-cli/1.0";

    [Fact]
    [Trait("Requirement", "MS-5")]
    public async Task A_device_that_the_user_has_not_signed_in_from_before_is_new()
    {
        await using TokenHost host = await StartAsync();

        foreach (string userAgent in (string[])[Tool, Tool, "other-cli/1.0"])
            await SignInAsync(host, Berlin, userAgent);

        Assert.Equal([false, false, true], host.Host.Events.Of(SessionEventType.Created).Select(static e => e.IsNewDevice));
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_sign_in_from_another_continent_an_hour_later_is_refused_where_that_ends_sessions()
    {
        await using TokenHost host = await StartAsync(static signals => signals.ImpossibleTravel = SignalResponse.End);
        TokenReply home = await SignInAsync(host, Berlin);
        host.Clock.Advance(TimeSpan.FromHours(1));

        TokenReply abroad = await SignInAsync(host, NewYork);

        Assert.Equal((HttpStatusCode.Unauthorized, null), (abroad.Status, abroad.Text("access_token")));
        Assert.Single(host.Host.Events.Of(SessionEventType.ImpossibleTravel));
        Assert.Equal(home.SessionId, Assert.Single(await host.Host.Manager.ListAsync("ada")).Id);
    }

    [Fact]
    [Trait("Requirement", "MS-6")]
    public async Task A_refresh_from_another_continent_ends_the_session_where_that_is_asked_for()
    {
        await using TokenHost host = await StartAsync(static signals => signals.ImpossibleTravel = SignalResponse.End);
        TokenReply home = await SignInAsync(host, Berlin);
        host.Clock.Advance(TimeSpan.FromMinutes(14));

        TokenReply abroad = await RefreshAsync(host, home.Refresh, NewYork);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (abroad.Status, abroad.Error));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(home.Access));
    }

    [Fact]
    public async Task While_a_signal_demands_a_step_up_no_guard_takes_the_token_for_fresh()
    {
        await using TokenHost host = await StartAsync(static signals => signals.ImpossibleTravel = SignalResponse.StepUp);
        TokenReply home = await SignInAsync(host, Berlin);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(home.Access, "/api/fresh"));
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        TokenReply abroad = await RefreshAsync(host, home.Refresh, NewYork);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(abroad.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(abroad.Access, "/api/fresh"));
    }

    private static Task<TokenHost> StartAsync(Action<SecureSessionSignalOptions>? configure = null) =>
        TokenHost.StartAsync(new TokenHostSettings
        {
            Before = ClaimedAddress.Use,
            Sessions = options => configure?.Invoke(options.Signals),
            ConfigureServices = static services => services.AddSingleton<IGeoLocator, TwoCities>(),
        });

    private static Task<TokenReply> SignInAsync(TokenHost host, string address, string userAgent = Tool) =>
        SendAsync(host, "/login/ada", content: null, address, userAgent);

    private static Task<TokenReply> RefreshAsync(TokenHost host, string token, string address) => SendAsync(
        host,
        "/session/tokens/token",
        new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", token)]),
        address,
        Tool);

    private static async Task<TokenReply> SendAsync(
        TokenHost host, string path, HttpContent? content, string address, string userAgent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add(ClaimedAddress.Header, address);
        request.Headers.Add("User-Agent", userAgent);
        return await TokenHost.ReadAsync(await host.Client.SendAsync(request));
    }

    private sealed class TwoCities : IGeoLocator
    {
        public ValueTask<GeoPoint?> LocateAsync(IPAddress address, CancellationToken cancellationToken)
        {
            bool isInBerlin = ClientNetwork.Of(address) == ClientNetwork.Of(IPAddress.Parse(Berlin));
            return ValueTask.FromResult<GeoPoint?>(isInBerlin ? new GeoPoint(52.52, 13.405) : new GeoPoint(40.71, -74.01));
        }
    }
}

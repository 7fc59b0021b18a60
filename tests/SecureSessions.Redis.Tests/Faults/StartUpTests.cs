using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class StartUpTests
{
    [Fact]
    public async Task An_app_starts_without_Redis_and_is_whole_when_it_comes()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using SessionHost host = await TrafficApp.StartAsync(
            options => options.Configuration = server.Configuration, timeout: TrafficApp.ShortTimeout);
        using Browser anonymous = host.NewBrowser();
        using Browser known = host.NewBrowser();
        known.Token = SessionToken.Create().ToCookieValue();

        await AssertIsDownAsync(host, anonymous, known);
        await server.RestartAsync();
        await TrafficApp.UntilServedAsync(host);

        Assert.Equal(HealthStatus.Healthy, await TrafficApp.CheckHealthAsync(host));
        Assert.Equal("nobody 0", (await known.GetAsync("/me")).Body);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/sign-in/ada")).Status);
    }

    private static async Task AssertIsDownAsync(SessionHost host, Browser anonymous, Browser known)
    {
        Assert.Equal(HealthStatus.Unhealthy, await TrafficApp.CheckHealthAsync(host));
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/plain")).Status);
        Page refused = await known.GetAsync("/me");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.Status, refused.Header("Retry-After")));
        Assert.Empty(refused.SetCookies);
    }
}

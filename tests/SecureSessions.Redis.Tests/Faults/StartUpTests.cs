using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class StartUpTests
{
    [Fact]
    public async Task A_node_takes_no_request_before_it_is_connected_to_a_Redis_that_is_up()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using SessionHost host = await RedisHost.StartUnservedAsync(
            server.Configuration,
            configureServices: static services => services.AddSingleton<BeforeFirstRequest>()
                .AddHostedService(static provider => provider.GetRequiredService<BeforeFirstRequest>()));
        using Browser known = host.NewBrowser();
        known.Token = SessionToken.Create().ToCookieValue();

        Assert.True(host.Services.GetRequiredService<BeforeFirstRequest>().IsConnected);
        Assert.Equal(HttpStatusCode.OK, (await known.GetAsync("/who")).Status);
    }

    [Fact]
    public async Task An_app_whose_tests_put_another_store_in_place_connects_to_no_Redis()
    {
        IServiceCollection services = new ServiceCollection().AddLogging();
        services.AddSecureSessions().AddRedisStore("localhost");
        services.Replace(ServiceDescriptor.Singleton(
            static provider => provider.GetRequiredKeyedService<ISecureSessionStore>(SecureSessionDefaults.MemoryStoreKey)));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await ActivatorUtilities.CreateInstance<RedisStartUp>(provider).StartingAsync(CancellationToken.None);

        Assert.False(provider.GetRequiredService<Lazy<IRedisConnection>>().IsValueCreated);
    }

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

    /// <summary>Looks at the connection when services start, before the server listens.</summary>
    private sealed class BeforeFirstRequest(IRedisConnection connection) : IHostedService
    {
        public bool IsConnected { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            IsConnected = connection.Current is { IsConnected: true };
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class RenewalOnTwoNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Script _script = new();
    private RedisServer? _server;
    private SessionHost? _a;
    private SessionHost? _b;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _a = await StartNodeAsync(_server);
        _b = await StartNodeAsync(_server);
    }

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[_a, _b, _server])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    [Trait("Requirement", "RG-3")]
    public async Task Of_20_parallel_requests_on_each_node_one_renews_and_all_carry_its_cookie()
    {
        (Browser onA, Browser onB) = await SignInAsync();
        await Task.Delay(Interval);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? onA : onB).LoseAsync()));

        Assert.All(answers, static answer => Assert.Equal((HttpStatusCode.OK, "ada"), (answer.Status, answer.User)));
        Assert.Single(answers.Select(static answer => answer.NewToken).Distinct());
        Assert.Equal(1, Count(SessionEventType.Renewed));
        onA.Receive(answers[0]);
        Assert.Equal(("ada", "ada"), ((await onB.DoAsync()).User, (await onA.DoAsync()).User));
        Assert.Equal(0, Count(SessionEventType.SpentSecretRefused) + Count(SessionEventType.UsedAfterExpire));
    }

    /// <summary>One browser that uses both nodes.</summary>
    private async Task<(Browser OnA, Browser OnB)> SignInAsync()
    {
        Browser onA = _a!.NewBrowser();
        await onA.DoAsync("signin ada");
        return (onA, new Browser(_b!.NewClient(), onA.Jar));
    }

    private int Count(SessionEventType type) => _a!.Events.Of(type).Count + _b!.Events.Of(type).Count;

    private async Task<SessionHost> StartNodeAsync(RedisServer server)
    {
        SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = TimeProvider.System,
            Configure = static options =>
                (options.StoreTimeout, options.RenewalInterval, options.RenewalGrace) = (
                    Patience.StoreTimeout, Interval, TimeSpan.FromSeconds(4)),
            ConfigureSessions = sessions => sessions.AddRedisStore(server.Configuration),
            Map = _script.MapCommands,
        });
        await RedisHost.WaitUntilServedAsync(host);
        return host;
    }
}

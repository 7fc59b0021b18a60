using System.Diagnostics;
using System.Net;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests;

/// <summary>
/// A master that its sentinels replace, and that comes back with what it had, calling itself master until they tell it otherwise. What was
/// written to its successor stays, and whoever signed out stays signed out.
/// </summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class SentinelFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const string ConnectFail = "session_redis_connect_fail";

    private RedisSentinels _sentinels = null!;

    public async Task InitializeAsync() =>
        _sentinels = await RedisSentinels.StartAsync(new RedisServerSettings { Durable = true, Password = "of-the-nodes" });

    public async Task DisposeAsync() => await _sentinels.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Named_by_its_sentinels_the_master_changes_and_its_return_is_noticed_by_nobody(bool hangs)
    {
        await using Traffic traffic = await Traffic.StartAsync(_sentinels.Configuration, output, Timeout);

        int refused = await ReplaceAndReturnAsync(traffic, hangs);

        Assert.Equal(refused, traffic.Refused);
        await traffic.EndAsync(mayLose: true);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Named_by_the_nodes_the_return_of_a_master_undoes_nothing(bool hangs, bool reversed)
    {
        await using Traffic traffic = await Traffic.StartAsync(
            reversed ? _sentinels.NodesConfigurationReversed : _sentinels.NodesConfiguration, output, Timeout);

        await ReplaceAndReturnAsync(traffic, hangs);

        await traffic.EndAsync(mayLose: true);
    }

    [Fact]
    public async Task Sentinels_that_are_away_are_missed_at_start_up_only()
    {
        foreach (RedisServer sentinel in _sentinels.Sentinels)
            sentinel.Hang();
        using RedisPorts ports = RedisPorts.OpenUnserved(
            _sentinels.Configuration, configure: static options => options.OperationTimeout = Timeout);
        await Assert.ThrowsAsync<SecureSessionStoreException>(async () => await ports.Store.GetTimeAsync(CancellationToken.None));
        await Poll.UntilAsync(() => ports.Logs.Of(ConnectFail).Count > 0, "the failure is logged");

        foreach (RedisServer sentinel in _sentinels.Sentinels)
            sentinel.Continue();
        await ports.WaitUntilServedAsync();
        int failures = ports.Logs.Of(ConnectFail).Count;
        foreach (RedisServer sentinel in _sentinels.Sentinels)
            await sentinel.KillAsync();

        for (int i = 0; i < 20; i++)
        {
            await ports.Store.GetTimeAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(failures, ports.Logs.Of(ConnectFail).Count);
    }

    /// <summary>Returns how many requests had been refused when the former master came back.</summary>
    private async Task<int> ReplaceAndReturnAsync(Traffic traffic, bool hangs)
    {
        using Browser browser = traffic.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        Browser copy = browser.Copy();
        await _sentinels.WaitUntilInSyncAsync();
        RedisServer former = await _sentinels.MasterAsync();

        long goneAt = Stopwatch.GetTimestamp();
        if (hangs)
            former.Hang();
        else
            await former.KillAsync();
        await _sentinels.NextMasterAsync(former);
        output.WriteLine($"after {Stopwatch.GetElapsedTime(goneAt).TotalSeconds:0.00} s there was another master");
        await traffic.UntilServedAsync();
        output.WriteLine($"after {Stopwatch.GetElapsedTime(goneAt).TotalSeconds:0.00} s everybody was served");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-out")).Status);
        (int refused, int lost) = (traffic.Refused, traffic.Lost);
        output.WriteLine($"{lost} acknowledged writes were lost with the master");

        if (hangs)
            former.Continue();
        else
            await former.RestartAsync();
        await AssertStaysSignedOutAsync(copy, until: _sentinels.WaitUntilInSyncAsync());
        await AssertStaysSignedOutAsync(copy, until: traffic.UntilServedAsync());

        Assert.Equal(lost, traffic.Lost);
        return refused;
    }

    private static async Task AssertStaysSignedOutAsync(Browser copy, Task until)
    {
        while (!until.IsCompleted)
        {
            Page page = await copy.SendKeepingJarAsync(HttpMethod.Get, "/me");
            Assert.DoesNotContain("ada", page.Body, StringComparison.Ordinal);
        }

        await until;
    }
}

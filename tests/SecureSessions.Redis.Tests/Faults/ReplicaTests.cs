using System.Globalization;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A master and its replica without a cluster, both named to the store.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class ReplicaTests : IAsyncLifetime
{
    // The library by itself looks once a minute who is the master.
    private static readonly TimeSpan SecondsAtMost = TimeSpan.FromSeconds(30);

    private readonly SessionId _unknown = RandomValues.Id();
    private RedisServer _master = null!;
    private RedisServer _replica = null!;
    private RedisPorts _ports = null!;

    public async Task InitializeAsync()
    {
        _master = await RedisServer.StartAsync();
        _replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", _master.Port.ToString(CultureInfo.InvariantCulture));
        await Poll.UntilAsync(
            async () => (await _replica.ExecuteAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
            "the replica follows");
        _ports = await RedisPorts.OpenAsync(
            $"{_master.Configuration},{_replica.Configuration}",
            configure: static options => options.OperationTimeout = TrafficApp.ShortTimeout);

        // Whoever is asked knows the script.
        await _replica.ExecuteAsync("SCRIPT", "LOAD", RedisScript.Peek.Text);
        Assert.Null(await PeekAsync());
    }

    public async Task DisposeAsync()
    {
        _ports.Dispose();
        await _replica.DisposeAsync();
        await _master.DisposeAsync();
    }

    [Fact]
    public async Task A_replica_is_asked_nothing_while_its_master_is_away()
    {
        await _master.KillAsync();

        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task A_replica_that_is_made_the_master_serves_within_seconds()
    {
        await _master.KillAsync();
        await Assert.ThrowsAsync<SecureSessionStoreException>(PeekAsync);

        await _replica.ExecuteAsync("REPLICAOF", "NO", "ONE");

        Assert.InRange(await Poll.UntilAsync(IsServedAsync, "the new master serves"), TimeSpan.Zero, SecondsAtMost);
    }

    [Fact]
    public async Task Two_servers_that_both_call_themselves_master_are_both_refused_until_one_of_them_gives_up()
    {
        await _replica.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await Poll.UntilAsync(async () => await FailureAsync() is not null, "the second master is noticed");
        for (int i = 0; i < 20; i++)
        {
            Assert.StartsWith(
                "Two servers of the session store both call themselves master, so neither is used.",
                await FailureAsync(),
                StringComparison.Ordinal);
        }

        await _master.ExecuteAsync("REPLICAOF", "127.0.0.1", _replica.Port.ToString(CultureInfo.InvariantCulture));

        await Poll.UntilAsync(IsServedAsync, "the only master serves");
    }

    private async Task<string?> FailureAsync()
    {
        try
        {
            await PeekAsync();
            return null;
        }
        catch (SecureSessionStoreException exception)
        {
            return exception.Message;
        }
    }

    private async Task<bool> IsServedAsync() => await FailureAsync() is null;

    private Task<SessionSummary?> PeekAsync() => _ports.Store.PeekAsync(_unknown, CancellationToken.None).AsTask();
}

using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Most reads write nothing, so that nothing has to be replicated or put on a disk for them.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class ActivityCostTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_session_that_is_read_all_the_time_is_written_once_a_second()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using RedisPorts ports = await RedisPorts.OpenAsync(server.Configuration);
        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromMinutes(20), TimeSpan.FromHours(8)).CreateAsync();
        await server.ResetCommandCountsAsync();

        int reads = 0;
        DateTimeOffset now;
        do
        {
            FindResult found = await ports.Store.FindAsync(session.Id, session.Hash, FindMode.Active, CancellationToken.None);
            now = found.Now;
            Assert.InRange(found.Record!.LastSeenAt, now - TimeSpan.FromSeconds(1), now);
            Assert.Equal(found.Record.LastSeenAt + session.IdleTimeout, found.Record.ExpiresAt);
            reads++;
        }
        while (now < session.CreatedAt + Duration);

        IReadOnlyDictionary<string, long> counts = await server.CommandCountsAsync();
        int seconds = (int)(now - session.CreatedAt).TotalSeconds;
        Assert.True(reads > seconds);
        Assert.Equal(reads, counts["get"]);
        Assert.Equal(reads, counts["time"]);
        Assert.InRange(counts["setrange"], 1, seconds);
        Assert.InRange(counts["pexpire"], 1, seconds);
    }
}

using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Announcements are hints: they come back after a failure, and nothing else depends on them.</summary>
[Collection(FailingServers.Name)]
[Trait("Pace", "Fault")]
public sealed class AnnouncementFaultTests
{
    [Fact]
    public async Task After_a_restart_everything_has_to_be_looked_at_and_later_ends_are_heard()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using RedisPorts ports = await RedisPorts.OpenAsync(server.Configuration);
        var listener = new Listener();
        using IDisposable subscription = ports.Announcements.Subscribe(listener.Hear);
        await listener.WaitForAlarmAsync(1);
        int before = listener.Alarms;

        await server.RestartAsync();
        await listener.WaitForAlarmAsync(before + 1);
        await ports.WaitUntilServedAsync();

        await Poll.UntilAsync(
            async () =>
            {
                SessionId id = await EndOneAsync(ports);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                return listener.Ids.Contains(id);
            },
            "ends are heard again");
    }

    [Fact]
    public async Task An_end_works_where_publishing_is_forbidden()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using RedisPorts ports = await RedisPorts.OpenAsync(server.Configuration);
        var listener = new Listener();
        using IDisposable subscription = ports.Announcements.Subscribe(listener.Hear);
        await server.ExecuteAsync("ACL", "SETUSER", "default", "resetchannels");

        SessionId id = await EndOneAsync(ports);

        SessionSummary? ended = await ports.Store.PeekAsync(id, CancellationToken.None);
        Assert.Equal(SessionEndReason.Revoked, ended!.End!.Reason);
        Assert.DoesNotContain(id, listener.Ids);
    }

    private static async Task<SessionId> EndOneAsync(RedisPorts ports)
    {
        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)).CreateAsync();
        EndResult end = await ports.Store.EndAsync(session.Id, SessionEndReason.Revoked, null, CancellationToken.None);
        Assert.Equal(EndStatus.Ended, end.Status);
        return session.Id;
    }
}

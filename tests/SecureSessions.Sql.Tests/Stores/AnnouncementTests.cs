using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>What one node ends or changes the privileges of, the subscribers of the others hear of.</summary>
public abstract class AnnouncementTests
{
    private readonly ConcurrentQueue<SessionId?> _heard = new();

    [Fact]
    public async Task An_end_a_mark_and_a_regeneration_are_heard_and_other_writes_are_not()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        using SqlAnnouncements announcements = await ListenAsync(ports);
        var sessions = new NewSessions(ports.Store, TimeSpan.FromHours(1), TimeSpan.FromHours(3));
        NewSession[] created = [await sessions.CreateAsync(), await sessions.CreateAsync(), await sessions.CreateAsync(), await sessions.CreateAsync()];

        await ReplaceAsync(ports, created[0], secret: null);
        await ports.Store.EndAsync(created[1].Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);
        await ports.Store.MarkAsync(created[2].Id, reauthenticate: false, CancellationToken.None);
        await ReplaceAsync(ports, created[3], SecretChange.Regeneration(RandomValues.Hash()));

        foreach (NewSession session in created[1..])
            await Poll.UntilAsync(() => _heard.Contains(session.Id), "the change is heard");
        Assert.DoesNotContain(created[0].Id, _heard);
    }

    [Fact]
    public async Task Whoever_listens_knows_it_after_an_alarm()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        using var announcements = new SqlAnnouncements(ports.Database, TimeProvider.System, NullLogger<SqlAnnouncements>.Instance);
        Assert.False(announcements.IsListening);

        using IDisposable subscription = announcements.Subscribe(_heard.Enqueue);
        await Poll.UntilAsync(() => announcements.IsListening, "it listens");

        Assert.Contains(null, _heard);
    }

    [Fact]
    public async Task Nothing_is_asked_when_nobody_listens_any_more_and_who_comes_later_is_told()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        using SqlAnnouncements announcements = await ListenAsync(ports);

        _first!.Dispose();
        Assert.False(announcements.IsListening);

        _heard.Clear();
        using IDisposable subscription = announcements.Subscribe(_heard.Enqueue);
        await Poll.UntilAsync(() => announcements.IsListening, "it listens again");
        Assert.Contains(null, _heard);
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_nothing_from_the_others()
    {
        var ports = new SqlPorts(await OpenAsync(), onRealClock: true);
        using var announcements = new SqlAnnouncements(ports.Database, TimeProvider.System, NullLogger<SqlAnnouncements>.Instance);
        using IDisposable bad = announcements.Subscribe(static _ => throw new InvalidOperationException("A listener throws."));
        using IDisposable good = announcements.Subscribe(_heard.Enqueue);
        await Poll.UntilAsync(() => announcements.IsListening, "it listens");
        NewSession session = await new NewSessions(ports.Store, TimeSpan.FromHours(1), TimeSpan.FromHours(3)).CreateAsync();

        await ports.Store.EndAsync(session.Id, SessionEndReason.Revoked, expectedVersion: null, CancellationToken.None);

        await Poll.UntilAsync(() => _heard.Contains(session.Id), "the end is heard");
    }

    protected abstract Task<TestDatabase> OpenAsync();

    private IDisposable? _first;

    private async Task<SqlAnnouncements> ListenAsync(SqlPorts ports)
    {
        var announcements = new SqlAnnouncements(ports.Database, TimeProvider.System, NullLogger<SqlAnnouncements>.Instance);
        _first = announcements.Subscribe(_heard.Enqueue);
        await Poll.UntilAsync(() => announcements.IsListening, "it listens");
        return announcements;
    }

    private static async Task ReplaceAsync(SqlPorts ports, NewSession session, SecretChange? secret) =>
        Assert.Equal(
            ReplaceStatus.Replaced,
            await ports.Store.ReplaceAsync(
                new SessionReplacement { Id = session.Id, ExpectedVersion = 1, Payload = RandomValues.Payload(40), Secret = secret },
                CancellationToken.None));
}

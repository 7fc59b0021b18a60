using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tests.Properties;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>How a deadline is processed whose session is alive, was never created, or is forgotten.</summary>
public sealed class DeadlineProcessorTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = SecureSessionDefaults.IdleTimeout;
    private static readonly TimeSpan Absolute = SecureSessionDefaults.AbsoluteTimeout;
    private static readonly ReadOnlyMemory<byte> Label = RandomValues.Bytes(20);

    private readonly FakeIndex _index = new();
    private SessionHost _host = null!;

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(new SessionHostSettings
    {
        Map = SmallApp.Map,
        ConfigureServices = services => services
            .AddSingleton<ISecureSessionStore>(
                static provider =>
                    new ByteRecordingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider), new RecordedBytes()))
            .AddSingleton<ISecureSessionIndex>(_index),
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_living_session_is_processed_again_at_its_deadline()
    {
        using Browser browser = _host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        SessionId id = Assert.Single(_index.Listed).Id;

        SessionDeadline due = MakeDue(id, age: TimeSpan.Zero);

        Assert.Equal(due.Session.CreatedAt + Idle, _index.PostponedUntil);
        Assert.Empty(_index.Done);
    }

    [Fact]
    public void A_session_whose_create_may_be_under_way_is_processed_when_the_reservation_ends()
    {
        SessionDeadline due = MakeDue(RandomValues.Id(), age: SecureSessionDefaults.ReservationPeriod - TimeSpan.FromMilliseconds(1));

        Assert.Equal(due.Session.CreatedAt + SecureSessionDefaults.ReservationPeriod, _index.PostponedUntil);
        Assert.Empty(_index.Done);
    }

    [Fact]
    [Trait("Requirement", "MS-4")]
    public void A_session_that_was_never_created_is_removed_without_a_report()
    {
        SessionDeadline due = MakeDue(RandomValues.Id(), age: Idle, listed: true);

        Assert.Equal(["remove", "complete"], _index.Done);
        Assert.Empty(_index.History);
        Assert.Empty(_host.Logs.Of("session_expired"));
        Assert.Null(_index.PostponedUntil);
        Assert.Equal("alice", due.Session.UserId);
    }

    [Theory]
    [InlineData(20, SessionEndReason.IdleTimeout)]
    [InlineData(60, SessionEndReason.IdleTimeout)]
    [InlineData(480, SessionEndReason.AbsoluteTimeout)]
    public void A_session_whose_tombstone_has_expired_is_still_reported(int minutes, SessionEndReason reason)
    {
        SessionDeadline due = MakeDue(
            RandomValues.Id(),
            age: TimeSpan.FromMinutes(minutes) + SecureSessionDefaults.TombstoneRetention,
            dueAfter: TimeSpan.FromMinutes(minutes),
            listed: true);

        Assert.Equal(["remove", "complete"], _index.Done);
        Assert.Equal(
            (reason, "alice"), (Assert.Single(_host.Events.Of(SessionEventType.Expired)).Reason, _host.Events.All.Single().UserId));
        Assert.Equal(
            new EndedSession(
                due.Session.Id,
                due.Session.CreatedAt,
                due.DueAt - Idle,
                due.DueAt,
                reason)
            { Label = Label }, Assert.Single(_index.History));
    }

    [Fact]
    public void A_forgotten_session_that_is_off_the_list_is_not_reported_again()
    {
        MakeDue(RandomValues.Id(), age: Absolute * 2);

        Assert.Equal("complete", _index.Done.Last());
        Assert.Empty(_host.Events.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "ST-11")]
    public async Task A_session_that_was_ended_is_told_to_the_history_only_if_it_is_still_listed(bool isListed)
    {
        using Browser browser = _host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        SessionId id = Assert.Single(_index.Listed).Id;
        await browser.GetAsync("/sign-out");
        _index.History.Clear();
        if (!isListed)
            _index.Listed.Clear();

        MakeDue(id, age: TimeSpan.Zero);

        Assert.Equal(isListed ? 1 : 0, _index.History.Count);
        Assert.Equal("complete", _index.Done.Last());
    }

    [Fact]
    public void An_exception_in_a_round_is_logged_and_the_next_round_comes()
    {
        _index.Due.Enqueue(new SessionDeadline(null!, default, default, default));
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
        MakeDue(RandomValues.Id(), age: Idle);

        Assert.IsType<NullReferenceException>(Assert.Single(_host.Logs.Of("session_deadline_watch_fail")).Exception);
        Assert.Equal("complete", _index.Done.Last());
    }

    /// <summary>Makes a session of that age due, and lets the watch come by.</summary>
    private SessionDeadline MakeDue(SessionId id, TimeSpan age, TimeSpan? dueAfter = null, bool listed = false)
    {
        DateTimeOffset now = _host.Clock.GetUtcNow();
        DateTimeOffset createdAt = now - age;
        var session = new SessionReservation(id, "alice", createdAt, createdAt + Idle, createdAt + Absolute) { Label = Label };
        var due = new SessionDeadline(
            session, createdAt + (dueAfter ?? Idle), now, createdAt + Idle + SecureSessionDefaults.TombstoneRetention);
        if (listed)
            _index.Listed.Add(new IndexedSession(id, createdAt));

        _index.Due.Enqueue(due);
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
        return due;
    }
}

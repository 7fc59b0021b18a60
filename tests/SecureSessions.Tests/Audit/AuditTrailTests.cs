using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Audit;

/// <summary>The queue between requests and the file, and what the log says of events that it lacks.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LogRecorder _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingTarget _target = new();

    public AuditTrailTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));

    public void Dispose()
    {
        _loggers.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task What_waits_when_the_app_stops_is_written_out()
    {
        AuditTrail trail = await StartAsync();
        for (int i = 0; i < 1000; i++)
            await trail.HandleAsync(AuditEvents.Revoked, default);

        await trail.StoppedAsync(default);

        Assert.Equal(1000, _target.Names.Count(static name => name == "session_expired"));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task A_host_whose_time_is_used_up_has_the_lines_written_all_the_same()
    {
        AuditTrail trail = await StartAsync();
        for (int i = 0; i < 1000; i++)
            await trail.HandleAsync(AuditEvents.Revoked, default);

        await trail.StoppedAsync(new CancellationToken(canceled: true));

        Assert.Equal(1000, _target.Entries.Count);
    }

    [Fact]
    public async Task A_target_that_hangs_holds_the_shutdown_up_for_five_seconds()
    {
        AuditTrail trail = await StartAsync();
        _target.Gate = new TaskCompletionSource().Task;
        await trail.HandleAsync(AuditEvents.Revoked, default);

        Task stopped = trail.StoppedAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(stopped.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await stopped.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_target_that_hangs_keeps_nobody_waiting_and_what_has_no_room_is_counted_with_its_time()
    {
        var gate = new TaskCompletionSource();
        _target.Gate = gate.Task;
        AuditTrail trail = await StartAsync(capacity: 2);

        for (int second = 0; second < 5; second++)
        {
            ValueTask handled = trail.HandleAsync(
                AuditEvents.Of(SessionEventType.Expired, "alice", Start.AddSeconds(second)), CancellationToken.None);
            Assert.True(handled.IsCompletedSuccessfully);
        }

        gate.SetResult();
        await trail.StoppedAsync(default);

        Assert.Equal(["session_expired", "session_expired", "audit_events_lost"], _target.Names);
        JsonElement gap = _target.Lines.Last();
        Assert.Equal(("queue_full", 3), (gap.GetProperty("reason").GetString(), gap.GetProperty("lost").GetInt32()));
        Assert.Equal(
            (Start.AddSeconds(2), Start.AddSeconds(4)),
            (gap.GetProperty("since").GetDateTimeOffset(), gap.GetProperty("until").GetDateTimeOffset()));
        Assert.StartsWith("3 events are missing", Assert.Single(_logs.Of("session_audit_lost")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_logged_once_and_nothing_is_missing_when_it_is_over()
    {
        _target.Fault = new IOException("No space left on device.");
        AuditTrail trail = await StartAsync();
        await trail.HandleAsync(AuditEvents.Revoked, default);
        for (int tries = 2; tries < 5; tries++)
            await TickUntilAsync(() => _target.Tries >= tries);

        _target.Fault = null;
        await TickUntilAsync(() => _target.Entries.Count == 1);

        Assert.IsType<IOException>(Assert.Single(_logs.Of("session_audit_fail")).Exception);
        Assert.Single(_logs.Of("session_audit_resumed"));
        Assert.Empty(_logs.Of("session_audit_lost"));
        await trail.StoppedAsync(default);
    }

    [Fact]
    public async Task A_second_failure_is_logged_again()
    {
        _target.Fault = new IOException("one");
        AuditTrail trail = await StartAsync();
        await Poll.UntilAsync(() => _logs.Of("session_audit_fail").Count == 1, "the first failure is logged");
        _target.Fault = null;
        await TickUntilAsync(() => _logs.Of("session_audit_resumed").Count == 1);
        _target.Fault = new UnauthorizedAccessException("two");

        await trail.HandleAsync(AuditEvents.Revoked, default);
        await Poll.UntilAsync(() => _logs.Of("session_audit_fail").Count == 2, "the second failure is logged");

        await trail.StoppedAsync(default);
    }

    [Fact]
    public async Task An_app_that_stops_while_the_target_fails_says_how_many_lines_are_lost()
    {
        _target.Fault = new IOException("No space left on device.");
        AuditTrail trail = await StartAsync();
        for (int i = 0; i < 1000; i++)
            await trail.HandleAsync(AuditEvents.Revoked, default);

        await trail.StoppedAsync(default);

        Assert.Contains(": 1000 lines ", Assert.Single(_logs.Of("session_audit_dropped")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_reported_before_the_first_event()
    {
        _target.Fault = new UnauthorizedAccessException("Access is denied.");
        AuditTrail trail = await StartAsync();

        await Poll.UntilAsync(() => _logs.Of("session_audit_fail").Count == 1, "the failure is logged");

        await trail.StoppedAsync(default);
        Assert.Empty(_logs.Of("session_audit_dropped"));
    }

    [Fact]
    public async Task What_a_flood_leaves_out_of_the_log_is_counted_and_not_written()
    {
        AuditTrail trail = await StartAsync();
        for (int i = 0; i < 300; i++)
        {
            SecureSessionEvent rejected = AuditEvents.Of(SessionEventType.TokenRejected);
            rejected.IsLeftOutOfLog = true;
            await trail.HandleAsync(rejected, default);
        }

        await trail.StoppedAsync(default);

        JsonElement gap = Assert.Single(_target.Lines);
        Assert.Equal(("flood", 300), (gap.GetProperty("reason").GetString(), gap.GetProperty("lost").GetInt32()));
        Assert.Empty(_logs.Lines);
    }

    private async Task<AuditTrail> StartAsync(int capacity = SessionAuditLogDefaults.MaxWaitingEvents)
    {
        var options = new SessionAuditLogOptions { MaxWaitingEvents = capacity, Node = "shop-1" };
        var trail = new AuditTrail(
            _target, Microsoft.Extensions.Options.Options.Create(options), _clock, _loggers.CreateLogger<AuditTrail>());
        await trail.StartAsync(default);
        await Poll.UntilAsync(() => _target.Tries > 0, "the writer has begun");
        return trail;
    }

    // The writer sets its timer on another thread: the clock moves until the timer is there.
    private Task<TimeSpan> TickUntilAsync(Func<bool> asksWhether) => Poll.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return asksWhether();
        },
        "the writer tries again");
}

using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecureSessions.Sample;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class AuditTrailTests : IDisposable
{
    private readonly LogRecorder _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly ManualTimeProvider _clock = new();

    public AuditTrailTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));

    public void Dispose()
    {
        _loggers.Dispose();
        _logs.Dispose();
    }

    [Fact]
    [Trait("Requirement", "LG-4")]
    [Trait("Requirement", "LG-6")]
    public async Task A_line_says_when_what_how_who_and_where()
    {
        var sink = new RecordingSink();

        await RunAsync(NewTrail(sink), Revoked);

        const string Expected =
            """{"at":"2026-01-01T00:00:00+00:00","event":"session_expired","outcome":"Success","reason":"Revoked","sessionId":"""
            + """null,"user":"alice","actor":"admin","address":"198.51.100.7","path":"/admin","userAgent":"Agent/1","device":"Firefox """
            + """on Windows","network":"203.0.113.0/24","newDevice":false}""";
        Assert.Equal(Expected, Assert.Single(sink.Lines));
    }

    [Fact]
    public async Task What_the_queue_has_no_room_for_is_counted_and_told()
    {
        var sink = new RecordingSink();

        await RunAsync(NewTrail(sink, capacity: 2), Revoked, Revoked, Revoked, Revoked, Revoked);

        Assert.Equal(["session_expired", "session_expired", "audit_lines_lost"], sink.Lines.Select(EventOf));
        Assert.Equal(3, JsonDocument.Parse(sink.Lines[2]).RootElement.GetProperty("lost").GetInt64());
        Assert.Single(_logs.Of("audit_lines_lost"));
    }

    [Fact]
    public async Task What_could_not_be_written_is_counted_and_told_when_it_can_be_again()
    {
        var sink = new RecordingSink { Failures = 1 };

        await RunAsync(NewTrail(sink), Revoked, Revoked);

        Assert.Equal(["audit_lines_lost"], sink.Lines.Select(EventOf));
        Assert.Equal(2, JsonDocument.Parse(sink.Lines[0]).RootElement.GetProperty("lost").GetInt64());
        Assert.IsType<IOException>(Assert.Single(_logs.Of("audit_write_fail")).Exception);
    }

    [Fact]
    public async Task A_file_is_appended_to_and_is_its_owners_only()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "audit.jsonl");

        await new AuditFile(path).WriteAsync(["{}"]);
        await new AuditFile(path).WriteAsync(["{}", "{}"]);

        Assert.Equal("{}\n{}\n{}\n", await File.ReadAllTextAsync(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static SecureSessionEvent Revoked { get; } = new()
    {
        Type = SessionEventType.Expired,
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        UserId = "alice",
        Reason = SessionEndReason.Revoked,
        Actor = "admin",
        Client = new SessionClient("Firefox on Windows", "203.0.113.0/24"),
        Origin = new RequestOrigin("198.51.100.7", "/admin", "Agent/1"),
    };

    private static string? EventOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString();

    private static async Task RunAsync(AuditTrail trail, params SecureSessionEvent[] events)
    {
        foreach (SecureSessionEvent one in events)
            await trail.HandleAsync(one, default);

        await trail.StartAsync(default);
        await trail.StoppedAsync(default);
    }

    private AuditTrail NewTrail(RecordingSink sink, int capacity = 100) => new(sink, _clock, _loggers.CreateLogger<AuditTrail>(), capacity);
}

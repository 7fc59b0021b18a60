using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SecureSessions.Tests.Audit;

/// <summary>Collectors are built on the fields of a line: a change here is a breaking change.</summary>
public sealed class AuditLineTests
{
    public static TheoryData<SessionEventType> EventTypes => [.. Enum.GetValues<SessionEventType>()];

    [Fact]
    [Trait("Requirement", "LG-4")]
    [Trait("Requirement", "LG-6")]
    public void A_line_says_when_what_how_who_where_and_on_which_node() => Assert.Equal(
        """
        {"at":"2026-01-01T00:00:00+00:00","event":"session_expired","level":"Information","outcome":"Success",
        "reason":"Revoked","response":null,"sessionId":"VYJkVlcq7kQhS1yfTOeVNA","user":"alice","actor":"admin",
        "address":"198.51.100.7","path":"/admin","userAgent":"Agent/1","device":"Firefox on Windows",
        "network":"203.0.113.0/24","newDevice":false,"node":"shop-1"}
        """.ReplaceLineEndings(""),
        AuditEntry.Of(AuditEvents.Revoked, "shop-1").Json);

    [Theory]
    [Trait("Requirement", "LG-4")]
    [MemberData(nameof(EventTypes))]
    public void Every_event_has_the_name_and_the_level_of_the_catalogue_and_every_field(SessionEventType type)
    {
        AuditEntry entry = AuditEntry.Of(
            new SecureSessionEvent { Type = type, At = DateTimeOffset.UnixEpoch, Origin = RequestOrigin.None }, "node");
        JsonElement line = JsonElement.Parse(entry.Json);

        EventCatalogue.Row row = EventCatalogue.Of(type);
        Assert.Equal((row.Name, row.Level.ToString()), (TextOf(line, "event"), TextOf(line, "level")));
        Assert.Equal((row.Level, (int)type, row.Name), (entry.Level, entry.Id.Id, entry.Id.Name));
        Assert.Equal(row.Outcome.ToString(), TextOf(line, "outcome"));
        Assert.Equal(
            "at event level outcome reason response sessionId user actor address path userAgent device network newDevice node",
            FieldsOf(line));
    }

    [Fact]
    [Trait("Requirement", "FA-5")]
    public void A_failed_sign_in_says_what_account_was_typed_the_method_and_the_how_many_th_failure_it_was()
    {
        JsonElement line = JsonElement.Parse(AuditEntry.Of(
            new SecureSessionEvent
            {
                Type = SessionEventType.SignInFailed,
                At = DateTimeOffset.UnixEpoch,
                Account = "anna@example.org",
                Detail = "pwd",
                Failures = 7,
                Origin = RequestOrigin.None,
            },
            "node").Json);

        Assert.Equal(("anna@example.org", "pwd,7"), (TextOf(line, "user"), TextOf(line, "reason")));
    }

    [Fact]
    public void A_signal_says_how_the_library_responded() => Assert.Equal("StepUp", TextOf(
        JsonElement.Parse(AuditEntry.Of(
            new SecureSessionEvent
            {
                Type = SessionEventType.ClientChanged,
                At = DateTimeOffset.UnixEpoch,
                Detail = "device",
                Response = SignalResponse.StepUp,
                Origin = RequestOrigin.None,
            },
            "node").Json),
        "response"));

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void No_text_can_end_a_line_begin_a_field_or_turn_the_line_around()
    {
        const string Forged = "x\",\"user\":\"admin\"}\r\n{\"event\":\"session_created\u2028\u202E\u0000";
        const string Neutral = "x\",\"user\":\"admin\"}??{\"event\":\"session_created???";

        string json = AuditEntry.Of(
            new SecureSessionEvent
            {
                Type = SessionEventType.ClientChanged,
                At = DateTimeOffset.UnixEpoch,
                UserId = Forged,
                Actor = Forged,
                Detail = Forged,
                Client = new SessionClient(Forged, Forged),
                Origin = new RequestOrigin(LogText.Neutralise(Forged), LogText.Neutralise(Forged), LogText.Neutralise(Forged)),
            },
            "node").Json;

        Assert.DoesNotContain(json, static c => c is < ' ' or > '~');
        JsonElement line = JsonElement.Parse(json);
        Assert.All(
            (string[])["reason", "user", "actor", "address", "path", "userAgent", "device", "network"],
            field => Assert.Equal(Neutral, TextOf(line, field)));
    }

    [Fact]
    [Trait("Requirement", "LG-4")]
    public void A_gap_says_how_many_events_are_missing_why_and_from_when_to_when()
    {
        var gap = new AuditGap();
        gap.Add(DateTimeOffset.UnixEpoch);
        gap.Add(DateTimeOffset.UnixEpoch.AddSeconds(5));

        AuditEntry entry = AuditEntry.Of(gap.Take()!.Value, "queue_full", DateTimeOffset.UnixEpoch.AddSeconds(9), "shop-1");

        Assert.Equal(
            """
            {"at":"1970-01-01T00:00:09+00:00","event":"audit_events_lost","level":"Error","outcome":"Failure",
            "reason":"queue_full","lost":2,"since":"1970-01-01T00:00:00+00:00","until":"1970-01-01T00:00:05+00:00","node":"shop-1"}
            """.ReplaceLineEndings(""),
            entry.Json);
        Assert.Equal((LogLevel.Error, "audit_events_lost", null), (entry.Level, entry.Id.Name, gap.Take()));
    }

    private static string? TextOf(JsonElement line, string field) => line.GetProperty(field).GetString();

    private static string FieldsOf(JsonElement line) => string.Join(' ', line.EnumerateObject().Select(static field => field.Name));
}

using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

public sealed class SecureSessionEventTests
{
    [Theory]
    [Trait("Requirement", "LG-4")]
    [InlineData(
        SessionEventOutcome.Success,
        "Created Renewed Regenerated LoggedOut Expired LimitExceeded SteppedUp Refreshed RefreshRequired TokenCreated TokenRevoked "
            + "UserForgotten SignedInAfterFailures")]
    [InlineData(
        SessionEventOutcome.Refused,
        "UsedAfterExpire SpentSecretRefused TokenRejected ChangesDropped CrossSiteRefused TokenReused SignInFailed")]
    [InlineData(SessionEventOutcome.Failure, "DecryptionFailed LoadFailed CommitFailed")]
    [InlineData(SessionEventOutcome.Noticed, "ClientChanged ImpossibleTravel FloodDetected SignInsExhausted")]
    public void Every_event_has_an_outcome(SessionEventOutcome outcome, string types) =>
        Assert.Equal(types, string.Join(' ', Enum.GetValues<SessionEventType>().Where(type => EventOf(type).Outcome == outcome)));

    [Fact]
    public void The_code_that_raises_an_event_may_set_its_outcome() =>
        Assert.Equal(SessionEventOutcome.Noticed, new SecureSessionEvent
        {
            Type = SessionEventType.CrossSiteRefused,
            At = DateTimeOffset.UnixEpoch,
            Origin = RequestOrigin.None,
            Outcome = SessionEventOutcome.Noticed,
        }.Outcome);

    [Fact]
    [Trait("Requirement", "LG-4")]
    [Trait("Requirement", "LG-6")]
    public void The_line_of_an_event_says_who_brought_it_about_and_from_where()
    {
        using var logs = new LogRecorder();
        var revoked = new SecureSessionEvent
        {
            Type = SessionEventType.Expired,
            At = DateTimeOffset.UnixEpoch,
            UserId = "alice",
            Reason = SessionEndReason.Revoked,
            Actor = "admin",
            Client = new SessionClient("Firefox on Windows", "203.0.113.0/24"),
            Origin = new RequestOrigin("198.51.100.7", "/admin", "Agent/1"),
        };

        EventLine.Write(logs.CreateLogger("any"), revoked);

        Assert.Equal(
            "session_expired: Success why=Revoked session= user=alice by=admin ip=198.51.100.7 path=/admin ua=\"Agent/1\" "
            + "device=\"Firefox on Windows\" network=203.0.113.0/24 at=1970-01-01T00:00:00.0000000+00:00",
            Assert.Single(logs.Of("session_expired")).Message);
    }

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void The_name_of_an_actor_cannot_begin_a_line_of_its_own() =>
        Assert.Equal("admin??forged", EventOf(SessionEventType.Expired, "admin\r\nforged").Actor);

    private static SecureSessionEvent EventOf(SessionEventType type, string? actor = null) =>
        new() { Type = type, At = DateTimeOffset.UnixEpoch, Origin = RequestOrigin.None, Actor = actor };
}

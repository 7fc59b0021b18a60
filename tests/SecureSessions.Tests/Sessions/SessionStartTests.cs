using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionStartTests
{
    [Theory]
    [InlineData(20, 480, 20)]
    [InlineData(480, 480, 480)]
    [InlineData(500, 480, 480)]
    public void The_idle_deadline_is_never_after_the_absolute_one(int idle, int absolute, int expected)
    {
        var start = new SessionStart(
            SessionToken.Create(),
            "alice",
            DateTimeOffset.UnixEpoch,
            TimeSpan.FromMinutes(idle),
            DateTimeOffset.UnixEpoch.AddMinutes(absolute),
            MaxSessions: 1);

        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(expected), start.ExpiresAt);
    }
}

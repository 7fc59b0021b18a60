using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Diagnostics;

/// <summary>Alerts are built on these names: a change here is a breaking change.</summary>
public sealed class LogNamesTests
{
    private const string Events = """
        201 Error session_redis_connect_fail
        204 Warning session_redis_subscribe_fail
        205 Error session_redis_announcement_handler_fail
        """;

    [Fact]
    public void Log_events_have_these_ids_levels_and_names() =>
        Assert.Equal(Events, LogEvents.Describe(typeof(Log)), ignoreLineEndingDifferences: true);
}

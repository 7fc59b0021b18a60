using Microsoft.Extensions.Logging;

namespace SecureSessions.Redis;

/// <summary>Every log line of this package. Ids and names are fixed: alerts are built on them.</summary>
internal static partial class Log
{
    [LoggerMessage(
        201, LogLevel.Error, "No connection to Redis could be opened; the store tries again", EventName = "session_redis_connect_fail")]
    public static partial void ConnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        204,
        LogLevel.Warning,
        "The store could not subscribe to announcements of ended sessions; it tries again when the connection is restored",
        EventName = "session_redis_subscribe_fail")]
    public static partial void SubscribeFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        205,
        LogLevel.Error,
        "A listener failed on the announcement of an ended session; all other listeners were called",
        EventName = "session_redis_announcement_handler_fail")]
    public static partial void AnnouncementHandlerFailed(ILogger logger, Exception exception);
}

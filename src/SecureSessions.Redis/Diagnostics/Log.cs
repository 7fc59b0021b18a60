using Microsoft.Extensions.Logging;

namespace SecureSessions.Redis;

/// <summary>Every log line of this package. Ids and names are fixed: alerts are built on them.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "Redis could not be connected to; it is tried again", EventName = "session_redis_connect_fail")]
    public static partial void ConnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "Announcements of ended sessions cannot be listened to; it is tried again when the connection is restored", EventName = "session_redis_subscribe_fail")]
    public static partial void SubscribeFailed(ILogger logger, Exception exception);

    [LoggerMessage(205, LogLevel.Error, "A listener failed on the announcement of an ended session; the others were told", EventName = "session_redis_announcement_handler_fail")]
    public static partial void AnnouncementHandlerFailed(ILogger logger, Exception exception);
}

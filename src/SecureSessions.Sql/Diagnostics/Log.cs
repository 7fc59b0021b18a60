using Microsoft.Extensions.Logging;

namespace SecureSessions.Sql;

/// <summary>Every log line of this package. Ids and names are fixed: alerts are built on them.</summary>
internal static partial class Log
{
    [LoggerMessage(
        301,
        LogLevel.Error,
        "The database of the session store could not be asked at the start; the app starts all the same",
        EventName = "session_sql_start_fail")]
    public static partial void StartFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        302,
        LogLevel.Warning,
        "The session store is not as it should be: {Weakness}",
        EventName = "session_sql_weak")]
    public static partial void Weak(ILogger logger, string weakness);

    [LoggerMessage(
        303,
        LogLevel.Warning,
        "What is over could not be deleted from the database of the session store; it is tried again in a minute",
        EventName = "session_sql_purge_fail")]
    public static partial void PurgeFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        304,
        LogLevel.Warning,
        "The database of the session store could not be asked for ended sessions; it is asked again",
        EventName = "session_sql_listen_fail")]
    public static partial void ListenFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        305,
        LogLevel.Error,
        "A listener failed on the announcement of an ended session; all other listeners were called",
        EventName = "session_sql_announcement_handler_fail")]
    public static partial void AnnouncementHandlerFailed(ILogger logger, Exception exception);
}

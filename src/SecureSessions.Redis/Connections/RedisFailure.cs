using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Turns every failure of Redis into the one exception of a store. No message names an address or anything that was configured.
/// </summary>
internal static class RedisFailure
{
    // The errors by which a server says that it cannot serve now, and not that a command was wrong.
    private static readonly string[] Unavailable =
        ["READONLY", "CLUSTERDOWN", "LOADING", "MOVED", "TRYAGAIN", "Endpoint", "OOM", "MASTERDOWN", "BUSY", "MISCONF", "NOREPLICAS"];

    // The errors of a script that found data which no script has written: of another type, of another layout, with times that are none.
    private static readonly string[] UnexpectedData =
        ["WRONGTYPE", "ERR user_script:", "ERR value is not an integer or out of range", "ERR invalid expire time"];

    public static SecureSessionStoreException NotConnected() => new("The session store has no connection to Redis yet.");

    public static SecureSessionStoreException Away() => new("Redis is not connected at present; nothing was sent to it.");

    public static SecureSessionStoreException Contested() =>
        new(
            "Two servers of the session store both call themselves master, so neither is used. Configure the sentinels, if there are "
            + "any, instead of the servers.");

    public static SecureSessionStoreException TooManyInFlight() =>
        new("Too many calls to Redis wait for an answer; nothing was sent to it.");

    public static SecureSessionStoreException ForeignReply() =>
        new("A call to Redis got the reply to another call; whether the call was carried out is unknown.");

    public static bool IsUnknownScript(Exception? exception) =>
        exception is RedisServerException && exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    public static SecureSessionStoreException Of(Exception exception, TimeSpan timeout) => exception switch
    {
        RedisServerException refusal => Of(refusal),
        TimeoutException =>
            new SecureSessionStoreException(
                $"Redis gave no answer within {timeout}; whether the call was carried out is unknown.", exception),
        RedisConnectionException or ObjectDisposedException =>
            new SecureSessionStoreException("There is no connection to Redis.", exception),
        OperationCanceledException => new SecureSessionStoreException("The call to Redis was cut off by its connection.", exception),
        _ => new SecureSessionStoreException($"The call to Redis failed: {exception.GetType().Name}.", exception),
    };

    private static SecureSessionStoreException Of(RedisServerException exception)
    {
        if (Array.Exists(UnexpectedData, prefix => exception.Message.StartsWith(prefix, StringComparison.Ordinal)))
            return RedisReply.Unexpected(exception);

        return ReasonOf(exception) is { } reason
            ? new SecureSessionStoreException($"Redis cannot serve the session store at present: {reason}.", exception)
            : new SecureSessionStoreException(
                "Redis refused a command of the session store; the inner exception has its answer.", exception);
    }

    private static string? ReasonOf(RedisServerException exception) =>
        Array.Find(Unavailable, prefix => exception.Message.StartsWith(prefix, StringComparison.Ordinal));
}

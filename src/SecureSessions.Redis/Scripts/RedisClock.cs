using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The store's time in whole Unix milliseconds, and durations in the same unit.</summary>
internal static class RedisClock
{
    /// <summary>The last time that can be stored: so far from the end of the calendar that every duration can still be added.</summary>
    public static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly long LatestMilliseconds = Latest.ToUnixTimeMilliseconds();

    /// <summary>Reads a stored time.</summary>
    /// <exception cref="SecureSessionStoreException">The number is no time.</exception>
    public static DateTimeOffset FromMilliseconds(long milliseconds) => milliseconds >= 0 && milliseconds <= LatestMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : throw RedisReply.Unexpected();

    /// <summary>Rounds down, so that a timeout is never lengthened.</summary>
    public static long ToMilliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Reads the answer of <c>TIME</c>: seconds and microseconds.</summary>
    public static long ToMilliseconds(RedisResult time)
    {
        RedisReply reply = RedisReply.Of(time);
        return (reply.Number(0) * 1000) + (reply.Number(1) / 1000);
    }

    /// <summary>Rounds down, as <see cref="ToMilliseconds(RedisResult)"/> does.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) => FromMilliseconds(microseconds / 1000);
}

using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The store's time in whole Unix milliseconds, and what it makes of durations.</summary>
internal static class RedisClock
{
    /// <summary>Rounds down, so that a timeout is never lengthened.</summary>
    public static long ToMilliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>The answer of <c>TIME</c>: seconds and microseconds.</summary>
    public static long ToMilliseconds(RedisResult time)
    {
        RedisReply reply = RedisReply.Of(time);
        return (reply.Number(0) * 1000) + (reply.Number(1) / 1000);
    }

    /// <summary>Rounds down, as <see cref="ToMilliseconds(RedisResult)"/> does.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.FromUnixTimeMilliseconds(microseconds / 1000);
}

using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The counters of sign-ins on Redis: two strings and a sorted set, which a cluster has in one slot.</summary>
internal sealed class RedisCounters(RedisClient client, RedisSettings settings) : ISecureSessionCounters
{
    private static readonly long LongestRetention = RedisClock.ToMilliseconds(SecureSessionDefaults.HistoryRetention);

    private readonly RedisKeys _keys = settings.Keys;

    public async ValueTask<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken)
    {
        RedisReply reply = RedisReply.Of(await client.EvaluateAsync(
            RedisScript.CountAttempt,
            _keys.Attempts(keys),
            NetworkOf(keys),
            settings.HistoryRetention,
            RedisClock.ToMilliseconds(limits.Window),
            limits.SourceFailures,
            RedisClock.ToMilliseconds(limits.FirstSourceWait),
            RedisClock.ToMilliseconds(limits.MaxSourceWait),
            limits.AccountFailures,
            RedisClock.ToMilliseconds(limits.AccountWait),
            RedisClock.ToMilliseconds(limits.FailureRetention),
            LongestRetention));
        return new AttemptCount(
            IsCounted: reply.Number(0) == 1, TimeSpan.FromMilliseconds(reply.Number(1)), checked((int)reply.Number(2)));
    }

    public async ValueTask<int> ForgetAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken) =>
        checked((int)RedisReply.NumberOf(await client.EvaluateAsync(
            RedisScript.ForgetAttempts,
            _keys.Attempts(keys),
            NetworkOf(keys),
            settings.HistoryRetention,
            RedisClock.ToMilliseconds(limits.Window),
            SecureSessionDefaults.MaxKnownDevices)));

    // Without a history no networks are remembered, as no devices are.
    private RedisValue NetworkOf(AttemptKeys keys) => settings.HistoryRetention > 0 ? keys.Network ?? "" : "";
}

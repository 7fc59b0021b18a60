namespace SecureSessions.Redis;

/// <summary>The keys that sign access tokens, on Redis: a string for each.</summary>
internal sealed class RedisSigningKeyStore(RedisClient client, RedisSettings settings) : ISigningKeyStore
{
    private readonly RedisKeys _keys = settings.Keys;

    public async ValueTask<StoredSigningKey> GetOrAddAsync(StoredSigningKey candidate, CancellationToken cancellationToken) => new()
    {
        Name = candidate.Name,
        Bytes = RedisReply.BytesOf(await client.EvaluateAsync(
            RedisScript.SigningKey,
            _keys.SigningKey(candidate.Name),
            candidate.Bytes.ToArray(),
            candidate.ExpiresAt.ToUnixTimeMilliseconds(),
            candidate.Replaces.ToArray())),
        ExpiresAt = candidate.ExpiresAt,
    };
}

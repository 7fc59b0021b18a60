namespace SecureSessions.Redis;

// Redis keeps what it promised only if it never evicts.
internal sealed partial class RedisSessionStore
{
    private const string NoEviction = "noeviction";

    public async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken) =>
        ToHealth(RedisReply.TextOf(await client.EvaluateOnAnyAsync(RedisScript.Policy, _keys.Queues)));

    // Not every server that speaks as Redis does has such a policy.
    private static StoreHealth ToHealth(string? policy) => policy switch
    {
        null => new StoreHealth(IsSound: true, "Redis answers, and names no maxmemory-policy."),
        NoEviction => new StoreHealth(IsSound: true, "Redis answers and evicts nothing."),
        _ => new StoreHealth(IsSound: false, $"Redis has maxmemory-policy {policy}: once its memory is full it throws sessions away, ended ones included. Set {NoEviction}."),
    };
}

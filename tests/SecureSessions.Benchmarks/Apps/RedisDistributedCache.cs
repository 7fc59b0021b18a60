using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace SecureSessions.Benchmarks.Apps;

/// <summary>
/// A distributed cache on Redis that sends what Microsoft.Extensions.Caching.StackExchangeRedis sends for sliding entries: two commands in
/// sequence to get, two to refresh, one to set.
/// </summary>
internal sealed class RedisDistributedCache(IConnectionMultiplexer multiplexer) : IDistributedCache
{
    private const string Data = "data";
    private const string Sliding = "sldexp";

    private readonly IDatabase _database = multiplexer.GetDatabase();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        RedisValue[] fields = await _database.HashGetAsync(key, [Sliding, Data]);
        await SlideAsync(key, fields[0]);
        return fields[1];
    }

    public async Task RefreshAsync(string key, CancellationToken token = default) => await SlideAsync(key, await _database.HashGetAsync(key, Sliding));

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        long seconds = (long)options.SlidingExpiration!.Value.TotalSeconds;
        await Task.WhenAll(
            _database.HashSetAsync(key, [new HashEntry(Sliding, seconds), new HashEntry(Data, value)]),
            _database.KeyExpireAsync(key, TimeSpan.FromSeconds(seconds)));
    }

    public async Task RemoveAsync(string key, CancellationToken token = default) => await _database.KeyDeleteAsync(key);

    public byte[]? Get(string key) => throw Blocking();

    public void Refresh(string key) => throw Blocking();

    public void Remove(string key) => throw Blocking();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Blocking();

    private async Task SlideAsync(string key, RedisValue seconds)
    {
        if (!seconds.IsNull)
            await _database.KeyExpireAsync(key, TimeSpan.FromSeconds((long)seconds));
    }

    // With blocking calls this store serves next to nothing under load: nobody would compare with that.
    private static NotSupportedException Blocking() => new("The session is loaded asynchronously first.");
}

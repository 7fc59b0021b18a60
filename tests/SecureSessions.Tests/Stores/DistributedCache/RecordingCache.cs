using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace SecureSessions.Tests.Stores;

/// <summary>The framework's memory cache, with every call noted; a test can wait in front of one, or interfere.</summary>
internal sealed class RecordingCache(TimeProvider timeProvider) : IDistributedCache
{
    private readonly MemoryDistributedCache _inner = MemoryCaches.Create(timeProvider);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentQueue<(string Key, TimeSpan? Expiry)> _writes = new();

    /// <summary>The calls so far, <c>get</c> or <c>set</c>, with a space between two.</summary>
    public string Calls => string.Join(' ', _calls);

    public IReadOnlyCollection<(string Key, TimeSpan? Expiry)> Writes => _writes;

    /// <summary>Runs before each call, with its name.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    public void ForgetCalls() => _calls.Clear();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await NoteAsync("get", token);
        return await _inner.GetAsync(key, token);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await NoteAsync("set", token);
        _writes.Enqueue((key, options.AbsoluteExpirationRelativeToNow));
        await _inner.SetAsync(key, value, options, token);
    }

    /// <summary>What the cache holds, past every record.</summary>
    public byte[]? Look(string key) => _inner.Get(key)?.ToArray();

    /// <summary>Changes what the cache holds, past every record.</summary>
    public void Damage(string key, byte[] value) => _inner.Set(key, value, new DistributedCacheEntryOptions());

    public byte[]? Get(string key) => throw new NotSupportedException("Blocking.");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException("Blocking.");

    public void Refresh(string key) => throw new NotSupportedException("Nothing slides in the cache.");

    public Task RefreshAsync(string key, CancellationToken token = default) =>
        throw new NotSupportedException("Nothing slides in the cache.");

    public void Remove(string key) => throw new NotSupportedException("An end leaves a tombstone.");

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException("An end leaves a tombstone.");

    private Task NoteAsync(string call, CancellationToken token)
    {
        _calls.Enqueue(call);
        return Before?.Invoke(call, token) ?? Task.CompletedTask;
    }
}

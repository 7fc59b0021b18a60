using System.Collections.Concurrent;

namespace SecureSessions.Tokens.Tests.Hosting;

/// <summary>A store of signing keys for the nodes of a test. It can be down, lose its data, and be written to by an attacker.</summary>
internal sealed class SharedSigningKeys(TimeProvider clock) : ISigningKeyStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Bytes, DateTimeOffset ExpiresAt)> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _calls = new();

    public bool IsDown { get; set; }

    /// <summary>The names that were answered, in order.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>What is kept now, by its name.</summary>
    public IReadOnlyDictionary<string, byte[]> Kept
    {
        get
        {
            lock (_lock)
                return _keys.Where(one => one.Value.ExpiresAt > clock.GetUtcNow()).ToDictionary(one => one.Key, one => one.Value.Bytes);
        }
    }

    public void Lose()
    {
        lock (_lock)
            _keys.Clear();
    }

    public void Put(string name, byte[] bytes)
    {
        lock (_lock)
            _keys[name] = (bytes, DateTimeOffset.MaxValue);
    }

    public async ValueTask<StoredSigningKey> GetOrAddAsync(StoredSigningKey candidate, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsDown)
            throw new TimeoutException("The store of signing keys was told to fail.");

        byte[] kept = Keep(candidate);
        _calls.Enqueue(candidate.Name);
        return new StoredSigningKey { Name = candidate.Name, Bytes = kept, ExpiresAt = candidate.ExpiresAt };
    }

    private byte[] Keep(StoredSigningKey candidate)
    {
        lock (_lock)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (_keys.TryGetValue(candidate.Name, out (byte[] Bytes, DateTimeOffset ExpiresAt) kept)
                && kept.ExpiresAt > now
                && !kept.Bytes.AsSpan().SequenceEqual(candidate.Replaces.Span))
                return kept.Bytes;

            byte[] bytes = candidate.Bytes.ToArray();
            if (candidate.ExpiresAt > now)
                _keys[candidate.Name] = (bytes, candidate.ExpiresAt);
            return bytes;
        }
    }
}

namespace SecureSessions;

/// <summary>What a request did to the values: a map from key to "set to" or "removed", and whether all were cleared before.</summary>
/// <remarks>
/// Applied to whatever the store holds when it is written, so that two requests that touch different keys both keep their changes, and
/// per key the last commit wins.
/// </remarks>
internal sealed class SessionChanges
{
    private readonly Dictionary<string, byte[]?> _byKey = new(StringComparer.Ordinal);

    public bool Cleared { get; private set; }

    public void Set(string key, byte[] value) => _byKey[key] = value;

    public void Remove(string key) => _byKey[key] = null;

    public void Clear()
    {
        _byKey.Clear();
        Cleared = true;
    }

    /// <summary>Whether this request touched the key, and to what effect.</summary>
    public bool TryGet(string key, out byte[]? value) => _byKey.TryGetValue(key, out value);

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ApplyTo(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        var merged = Cleared
            ? new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
            : new Dictionary<string, ReadOnlyMemory<byte>>(values, StringComparer.Ordinal);
        foreach ((string key, byte[]? value) in _byKey)
        {
            if (value is null)
                merged.Remove(key);
            else
                merged[key] = value;
        }

        return merged;
    }
}

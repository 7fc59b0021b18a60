namespace SecureSessions.TestKit;

/// <summary>A key and what <c>DUMP</c> says of its value.</summary>
public sealed record RedisEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Dump)
{
    /// <summary>Whether these bytes stand in the key or in the value.</summary>
    public bool Contains(ReadOnlySpan<byte> bytes) => Key.Span.IndexOf(bytes) >= 0 || Dump.Span.IndexOf(bytes) >= 0;
}

namespace SecureSessions;

/// <summary>
/// Remembers for a few seconds the payloads that this node has opened. Browsers send requests in bursts, and to open a seal costs more than
/// all the rest of a request that only reads.
/// </summary>
/// <remarks>
/// The store answers every request as before, so no deadline, no end and no change is missed. A payload is found again only where opening
/// its seal again would succeed: with the same secret, for the same sealed bytes, of a record with the same facts. What an attacker changes
/// in the store is refused as before. The secret itself is not kept, only its hash.
/// </remarks>
internal sealed class OpenedPayloads(SessionPolicy policy, TimeProvider timeProvider) : IDisposable
{
    /// <summary>A payload is forgotten at the second tick after it was opened.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly bool _isOff = !policy.KeepOpenedPayloads;
    private readonly ShortMemory<SessionId, Opened> _memory = new(Tick, timeProvider);

    /// <summary>How many payloads are remembered.</summary>
    internal int Count => _memory.Count;

    /// <summary>The payload that this secret has opened from these bytes of a record with these facts, if it is remembered.</summary>
    public SessionPayload? Find(in SessionCipher.Context context, in SecretHash hash, ReadOnlyMemory<byte> bytes) =>
        !_isOff && _memory.Find(context.Id) is { } opened && opened.IsOf(context, hash, bytes) ? opened.Payload : null;

    /// <summary>Remembers a payload that was opened.</summary>
    public void Add(in SessionCipher.Context context, in SecretHash hash, ReadOnlyMemory<byte> bytes, SessionPayload payload)
    {
        // The plain payload is about as large as its sealed bytes.
        if (!_isOff)
            _memory.Add(context.Id, new Opened(context, hash, bytes, payload), 2 * bytes.Length);
    }

    public void Dispose() => _memory.Dispose();

    private sealed class Opened(SessionCipher.Context context, SecretHash hash, ReadOnlyMemory<byte> bytes, SessionPayload payload)
    {
        public SessionPayload Payload => payload;

        // The store in memory returns the same bytes, another store a copy. The hash is compared in any case.
        public bool IsOf(in SessionCipher.Context otherContext, in SecretHash otherHash, ReadOnlyMemory<byte> otherBytes) =>
            hash.FixedTimeEquals(otherHash)
            && context == otherContext
            && (bytes.Equals(otherBytes) || bytes.Span.SequenceEqual(otherBytes.Span));
    }
}

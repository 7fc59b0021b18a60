using System.Collections.Concurrent;

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
internal sealed class OpenedPayloads : IDisposable
{
    /// <summary>A payload is forgotten at the second tick after it was opened.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <summary>How many bytes are remembered between two ticks. What comes on top is opened each time.</summary>
    internal const long MaxBytes = 16 * 1024 * 1024;

    // The objects around a payload of a few claims.
    private const int Overhead = 512;

    private readonly bool _isOff;
    private readonly ITimer _timer;
    private volatile Generation _young = new();
    private volatile Generation _old = new();
    private int _isTicking;

    public OpenedPayloads(SessionPolicy policy, TimeProvider timeProvider)
    {
        _isOff = !policy.KeepOpenedPayloads;

        // The timer outlives the request that brings this object up, and must not keep its ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(
            static opened => ((OpenedPayloads)opened!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many payloads are remembered.</summary>
    internal int Count => _young.Payloads.Count + _old.Payloads.Count;

    /// <summary>The payload that this secret has opened from these bytes of a record with these facts, if it is remembered.</summary>
    public SessionPayload? Find(in SessionCipher.Context context, in SecretHash hash, ReadOnlyMemory<byte> bytes) =>
        !_isOff
        && (_young.Payloads.TryGetValue(context.Id, out Opened? opened) || _old.Payloads.TryGetValue(context.Id, out opened))
        && opened.IsOf(context, hash, bytes)
            ? opened.Payload
            : null;

    /// <summary>Remembers a payload that was opened.</summary>
    public void Add(in SessionCipher.Context context, in SecretHash hash, ReadOnlyMemory<byte> bytes, SessionPayload payload)
    {
        if (_isOff || !_young.TryAdd(new Opened(context, hash, bytes, payload), Overhead + (2 * bytes.Length)))
            return;

        StartTicking();
    }

    public void Dispose() => _timer.Dispose();

    private void StartTicking()
    {
        if (Interlocked.Exchange(ref _isTicking, 1) == 0)
            _timer.Change(Tick, Timeout.InfiniteTimeSpan);
    }

    private void OnTick()
    {
        _old = _young;
        _young = new Generation();
        Volatile.Write(ref _isTicking, 0);

        // It goes on while there is something to forget: what was added just now may have seen it ticking.
        if (Count > 0)
            StartTicking();
    }

    /// <summary>What was opened between two ticks.</summary>
    private sealed class Generation
    {
        private long _bytes;

        public ConcurrentDictionary<SessionId, Opened> Payloads { get; } = new();

        /// <summary>Adds a payload, or puts a newer version of a session in place of an older one, while there is room.</summary>
        public bool TryAdd(Opened opened, int bytes)
        {
            if (Interlocked.Add(ref _bytes, bytes) > MaxBytes)
                return false;

            Payloads[opened.Context.Id] = opened;
            return true;
        }
    }

    private sealed class Opened(SessionCipher.Context context, SecretHash hash, ReadOnlyMemory<byte> bytes, SessionPayload payload)
    {
        public SessionCipher.Context Context => context;

        public SessionPayload Payload => payload;

        // The store in memory returns the same bytes, another store a copy. The hash is compared in any case.
        public bool IsOf(in SessionCipher.Context otherContext, in SecretHash otherHash, ReadOnlyMemory<byte> otherBytes) =>
            hash.FixedTimeEquals(otherHash)
            && context == otherContext
            && (bytes.Equals(otherBytes) || bytes.Span.SequenceEqual(otherBytes.Span));
    }
}

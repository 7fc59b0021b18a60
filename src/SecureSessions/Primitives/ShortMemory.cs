using System.Collections.Concurrent;

namespace SecureSessions;

/// <summary>
/// Remembers values for a short time, in bounded memory: each until the second tick after it was added, whether it is used or not.
/// </summary>
internal sealed class ShortMemory<TKey, TValue> : IDisposable
    where TKey : struct
    where TValue : class
{
    /// <summary>How many bytes are remembered between two ticks. What comes on top is not remembered.</summary>
    internal const long MaxBytes = 16 * 1024 * 1024;

    // The objects around a value of a few bytes.
    private const int Overhead = 512;

    private readonly TimeSpan _tick;
    private readonly ITimer _timer;
    private volatile Generation _young = new();
    private volatile Generation _old = new();
    private int _isTicking;

    public ShortMemory(TimeSpan tick, TimeProvider timeProvider)
    {
        _tick = tick;

        // The timer outlives the request that brings this object up, and must not keep its ambient state.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _timer = timeProvider.CreateTimer(
            static memory => ((ShortMemory<TKey, TValue>)memory!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many values are remembered.</summary>
    public int Count => _young.Values.Count + _old.Values.Count;

    /// <summary>The value that was added last, if it is remembered.</summary>
    public TValue? Find(TKey key) =>
        _young.Values.TryGetValue(key, out TValue? value) || _old.Values.TryGetValue(key, out value) ? value : null;

    /// <summary>Adds a value, or puts it in place of an earlier one, while there is room.</summary>
    public void Add(TKey key, TValue value, int bytes)
    {
        if (_young.TryAdd(key, value, Overhead + bytes))
            StartTicking();
    }

    public void Dispose() => _timer.Dispose();

    private void StartTicking()
    {
        if (Interlocked.Exchange(ref _isTicking, 1) == 0)
            _timer.Change(_tick, Timeout.InfiniteTimeSpan);
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

    /// <summary>What was added between two ticks.</summary>
    private sealed class Generation
    {
        private long _bytes;

        public ConcurrentDictionary<TKey, TValue> Values { get; } = new();

        public bool TryAdd(TKey key, TValue value, int bytes)
        {
            if (Interlocked.Add(ref _bytes, bytes) > MaxBytes)
                return false;

            Values[key] = value;
            return true;
        }
    }
}

using System.Collections.Concurrent;

namespace SecureSessions;

/// <summary>The addresses under alert, for a while each. Asked at every request where the app throttles them, so without a lock.</summary>
internal sealed class FloodAlerts(TimeSpan duration, int capacity)
{
    private readonly ConcurrentDictionary<FloodSource, TimeSpan> _until = new();

    /// <summary>Every alert, the one that is over first in front; a later one of the same address outlasts it.</summary>
    private readonly Queue<(FloodSource Source, TimeSpan Until)> _inOrder = new();

    public void Raise(FloodSource source, TimeSpan now)
    {
        lock (_inOrder)
        {
            while (_inOrder.TryPeek(out (FloodSource Source, TimeSpan Until) first) && (first.Until <= now || _inOrder.Count >= capacity))
            {
                _inOrder.Dequeue();
                _until.TryRemove(new KeyValuePair<FloodSource, TimeSpan>(first.Source, first.Until));
            }

            TimeSpan until = now + duration;
            _until[source] = until;
            _inOrder.Enqueue((source, until));
        }
    }

    public bool IsUnderAlert(FloodSource source, TimeSpan now) => _until.TryGetValue(source, out TimeSpan until) && now < until;
}

using System.Collections.Concurrent;

namespace SecureSessions;

/// <summary>The addresses under alert. An app that throttles them reads this at every request, so reading takes no lock.</summary>
internal sealed class FloodAlerts(TimeSpan duration, int capacity)
{
    private readonly ConcurrentDictionary<FloodSource, TimeSpan> _until = new();

    /// <summary>
    /// All alerts, in the order of their ends. A later alert of the same address replaces the time in <see cref="_until"/>.
    /// </summary>
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

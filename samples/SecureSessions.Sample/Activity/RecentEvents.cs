using System.Collections.Concurrent;

namespace SecureSessions.Sample;

/// <summary>
/// The last events of each user, for the security page. In the memory of this process, and of this process only: an app of several nodes keeps
/// them in a database, as it does its audit trail.
/// </summary>
internal sealed class RecentEvents : ISecureSessionEventHandler
{
    private const int Kept = 50;

    // Whoever is in here has signed in once: nobody can fill it with names of their own.
    private readonly ConcurrentDictionary<string, Queue<SecureSessionEvent>> _events = new(StringComparer.Ordinal);

    public ValueTask HandleAsync(SecureSessionEvent sessionEvent, CancellationToken cancellationToken)
    {
        if (sessionEvent.UserId is { } userId)
        {
            Queue<SecureSessionEvent> events = _events.GetOrAdd(userId, static _ => new Queue<SecureSessionEvent>());
            lock (events)
            {
                events.Enqueue(sessionEvent);
                if (events.Count > Kept)
                    events.Dequeue();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The events of a user, the newest in front.</summary>
    public IReadOnlyList<SecureSessionEvent> Of(string userId)
    {
        if (!_events.TryGetValue(userId, out Queue<SecureSessionEvent>? events))
            return [];

        lock (events)
            return [.. events.Reverse()];
    }
}

using System.Collections.Concurrent;

namespace SecureSessions.Sample;

/// <summary>
/// The last events of each user, for the security page. They are in the memory of this process only: an app of several nodes keeps them in
/// a database.
/// </summary>
internal sealed class RecentEvents : ISecureSessionEventHandler
{
    private const int Kept = 50;

    // Every user in this dictionary has signed in once, so a stranger cannot fill it with made-up names.
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

    /// <summary>The events of a user, the newest first.</summary>
    public IReadOnlyList<SecureSessionEvent> Of(string userId)
    {
        if (!_events.TryGetValue(userId, out Queue<SecureSessionEvent>? events))
            return [];

        lock (events)
            return [.. events.Reverse()];
    }
}

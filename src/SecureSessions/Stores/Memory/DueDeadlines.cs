namespace SecureSessions;

/// <summary>Sessions of users that time has ended, until somebody has looked after them. Times are Unix milliseconds.</summary>
/// <remarks>Its lock is taken inside the lock of a shard, never the other way round.</remarks>
internal sealed class DueDeadlines
{
    /// <summary>How many are handed out at once.</summary>
    private const int MostAtOnce = 256;

    private static readonly long Lease = SessionClock.ToMilliseconds(SecureSessionDefaults.DeadlineLease);

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Watched> _watched = [];

    /// <summary>Who is due when. What has been moved or completed since is passed over.</summary>
    private readonly PriorityQueue<SessionId, long> _queue = new();

    public void Add(SessionReservation session, long deadline, long now)
    {
        lock (_lock)
            Enqueue(new Watched(session, deadline, LookAt: now));
    }

    /// <summary>Hands out those that are due, and nobody else gets them for as long as a lease lasts.</summary>
    public IReadOnlyList<SessionDeadline> Take(long now)
    {
        List<SessionDeadline> taken = [];
        lock (_lock)
        {
            while (taken.Count < MostAtOnce && _queue.TryPeek(out SessionId id, out long lookAt) && lookAt <= now)
            {
                _queue.Dequeue();
                if (!_watched.TryGetValue(id, out Watched watched) || watched.LookAt != lookAt)
                    continue;

                Enqueue(watched with { LookAt = now + Lease });
                taken.Add(new SessionDeadline(
                    watched.Session, ToInstant(watched.Deadline), ToInstant(now), watched.Session.IdleExpiresAt + SecureSessionDefaults.TombstoneRetention));
            }
        }

        return taken;
    }

    public void Postpone(SessionId id, long until)
    {
        lock (_lock)
        {
            if (_watched.TryGetValue(id, out Watched watched))
                Enqueue(watched with { LookAt = until });
        }
    }

    public void Remove(SessionId id)
    {
        lock (_lock)
            _watched.Remove(id);
    }

    private static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private void Enqueue(Watched watched)
    {
        _watched[watched.Session.Id] = watched;
        _queue.Enqueue(watched.Session.Id, watched.LookAt);
    }

    private readonly record struct Watched(SessionReservation Session, long Deadline, long LookAt);
}

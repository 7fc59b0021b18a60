namespace SecureSessions;

/// <summary>
/// Ends of users' sessions that time brought about, until they are reported: a queue with leases. Times are Unix milliseconds.
/// </summary>
/// <remarks>Its lock is taken inside the lock of a shard, never the other way round.</remarks>
internal sealed class DeadlineQueue
{
    /// <summary>How many are leased at once.</summary>
    private const int MaxLeased = 256;

    private static readonly long LeaseDuration = SessionClock.ToMilliseconds(SecureSessionDefaults.DeadlineLease);

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Watched> _watched = [];

    /// <summary>What is due when. A session that has been postponed or completed since is passed over.</summary>
    private readonly PriorityQueue<SessionId, long> _queue = new();

    public void Add(SessionReservation session, long deadline, long now)
    {
        lock (_lock)
            Enqueue(new Watched(session, deadline, LookAt: now));
    }

    /// <summary>Returns the deadlines that are due; no other call gets them for as long as a lease lasts.</summary>
    public IReadOnlyList<SessionDeadline> Lease(long now)
    {
        List<SessionDeadline> leased = [];
        lock (_lock)
        {
            while (leased.Count < MaxLeased && _queue.TryPeek(out SessionId id, out long lookAt) && lookAt <= now)
            {
                _queue.Dequeue();
                if (!_watched.TryGetValue(id, out Watched watched) || watched.LookAt != lookAt)
                    continue;

                Enqueue(watched with { LookAt = now + LeaseDuration });
                leased.Add(new SessionDeadline(
                    watched.Session,
                    SessionClock.ToInstant(watched.Deadline),
                    SessionClock.ToInstant(now),
                    watched.Session.ExpiresAt + SecureSessionDefaults.TombstoneRetention));
            }
        }

        return leased;
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

    private void Enqueue(Watched watched)
    {
        _watched[watched.Session.Id] = watched;
        _queue.Enqueue(watched.Session.Id, watched.LookAt);
    }

    private readonly record struct Watched(SessionReservation Session, long Deadline, long LookAt);
}

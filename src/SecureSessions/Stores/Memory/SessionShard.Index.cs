namespace SecureSessions;

// A shard's part in the users port: entries are listed, and what has ended on a list is handed over to whoever looks after it.
internal sealed partial class SessionShard
{
    /// <summary>How many of a user's ended sessions are known by their cookies; the one that ended first goes.</summary>
    public const int MaxTombstonesPerUser = 100;

    /// <summary>Lists a session that is about to be created. An id that is known already is listed, or cannot be created.</summary>
    public IReadOnlyList<SessionId> Reserve(SessionReservation reservation, int? limit)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            return Get(reservation.Id, now) is null
                ? _users.Add(Add(SessionEntry.Reserve(reservation, now)), limit)
                : _users.Beyond(reservation.UserId, limit);
        }
    }

    /// <summary>Takes a session off its user's list; returns the tombstones of that user that are too many now.</summary>
    public IReadOnlyList<SessionId> Unlist(string userId, SessionId id)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out SessionEntry? entry) || entry.UserId != userId || !entry.IsListed)
                return [];

            _users.Remove(entry);
            entry.HasLeftList = entry.IsEnded;
            return entry.HasLeftList ? _endedOfUsers.Add(entry, MaxTombstonesPerUser) : [];
        }
    }

    /// <summary>Forgets a tombstone that is too many.</summary>
    public void Forget(SessionId id)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out SessionEntry? entry) && entry.HasLeftList)
                Remove(entry);
        }
    }

    /// <summary>Hands over everything whose deadline has passed, to the millisecond.</summary>
    public void SettleDue()
    {
        while (SweepSlice())
        {
            // The lock is free between two slices.
        }

        lock (_lock)
        {
            long now = _clock.Now;
            foreach (SessionEntry entry in _wheel.Upcoming)
            {
                if (entry.TryExpire(now))
                    Retire(entry);

                HandOver(entry, now);
            }
        }
    }

    private SessionEntry Start(SessionEntry entry, NewSession session, long now)
    {
        // Its deadline may be nearer than that of the reservation.
        _wheel.Remove(entry);
        entry.Start(session, now);
        _wheel.Add(entry);
        return entry;
    }

    // Whoever ends a session takes it off the list. What is still there when its turn comes on the wheel was ended by time, or by somebody who
    // died over it.
    private void HandOver(SessionEntry entry, long now)
    {
        if (entry.AwaitsCare)
            _deadlines.Add(entry.HandOver(), entry.Deadline, now);
    }
}

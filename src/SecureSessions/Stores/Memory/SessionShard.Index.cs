namespace SecureSessions;

// A shard's part in the users port: entries are listed, and what has ended on a list is handed over to whoever looks after it.
internal sealed partial class SessionShard
{
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

    public void Unlist(string userId, SessionId id)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out SessionEntry? entry) && entry.UserId == userId)
                _users.Remove(entry);
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
        if (entry is { UserId: not null, IsEnded: true, IsHandedOver: false } && entry.PeerLinks.Linked)
            _deadlines.Add(entry.HandOver(), entry.Deadline, now);
    }
}

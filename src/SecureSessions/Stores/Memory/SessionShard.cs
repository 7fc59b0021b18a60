namespace SecureSessions;

/// <summary>A part of the sessions under one lock: small enough that growing its table delays no call.</summary>
/// <remarks>
/// The clock is read under the lock, so that within a session time never goes back. What time has done to an entry is carried out when a
/// call or the sweep reaches the entry, whichever comes first: no answer depends on the sweep.
/// </remarks>
internal sealed class SessionShard(
    SessionClock clock,
    RecencyList anonymous,
    RecencyList anonymousTombstones,
    UserLists users,
    UserLists userTombstones,
    DeadlineQueue deadlines)
{
    /// <summary>How many of a user's ended sessions are known by their cookies; the one that ended first goes.</summary>
    public const int MaxTombstonesPerUser = 100;

    /// <summary>How many entries the sweep looks at before it releases the lock: some tens of microseconds.</summary>
    private const int SliceSize = 256;

    private readonly Lock _lock = new();
    private readonly EntryTable _entries = new();
    private readonly ExpiryWheel _wheel = new(clock.Now);

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    public CreateStatus Create(NewSession session)
    {
        lock (_lock)
        {
            long now = clock.Now;
            MemoryEntry? reserved = Get(session.Id, now);
            MemoryEntry entry = reserved ?? new MemoryEntry(session.Id, session.UserId, now);
            CreateStatus status = entry.Session.Create(session, now);
            if (status != CreateStatus.Created)
                return status;

            if (reserved is null)
                Add(entry);
            else
                Reschedule(reserved);
            if (entry.IsAnonymous)
                anonymous.Add(entry);

            return status;
        }
    }

    public FindResult Find(SessionId id, in SecretHash hash, FindMode mode)
    {
        lock (_lock)
        {
            long now = clock.Now;
            if (Get(id, now) is not { } entry)
                return FindResult.Unknown(SessionClock.ToInstant(now));

            FindResult result = entry.Session.Find(hash, mode, now);
            if (mode == FindMode.Active && result.Record is not null && entry.IsAnonymous)
                anonymous.Touch(entry);

            return result;
        }
    }

    public SessionSummary? Peek(SessionId id)
    {
        lock (_lock)
        {
            long now = clock.Now;
            return Get(id, now)?.Session.Peek(now);
        }
    }

    public ReplaceStatus Replace(SessionReplacement replacement)
    {
        lock (_lock)
        {
            long now = clock.Now;
            if (Get(replacement.Id, now) is not { } entry)
                return ReplaceStatus.Gone;

            ReplaceStatus status = entry.Session.Replace(replacement, now);
            if (status == ReplaceStatus.Replaced && entry.IsAnonymous)
                anonymous.Resize(entry);

            return status;
        }
    }

    public MarkStatus Mark(SessionId id, bool reauthenticate)
    {
        lock (_lock)
            return Get(id, clock.Now) is { } entry ? entry.Session.Mark(reauthenticate) : MarkStatus.Absent;
    }

    public EndResult End(SessionId id, SessionEndReason reason, long? expectedVersion)
    {
        lock (_lock)
        {
            long now = clock.Now;
            MemoryEntry? entry = Get(id, now);
            if (entry is { IsReserved: true })
                Remove(entry);
            if (entry is null or { IsReserved: true })
            {
                // The tombstone bars the id: a create under it may still be on its way.
                entry = new MemoryEntry(id, userId: null, now);
                EndResult absent = entry.Session.End(reason, expectedVersion, now);
                Add(entry);
                return absent;
            }

            EndResult result = entry.Session.End(reason, expectedVersion, now);
            if (result.Status == EndStatus.Ended)
                MoveToTombstones(entry);

            return result;
        }
    }

    /// <summary>Lists a session that is about to be created. An id that is known already is listed, or cannot be created.</summary>
    /// <returns>The user's sessions that are over the limit then.</returns>
    public IReadOnlyList<SessionId> Reserve(SessionReservation reservation, int? limit)
    {
        lock (_lock)
        {
            long now = clock.Now;
            return Get(reservation.Id, now) is null
                ? users.Add(Add(new MemoryEntry(reservation.Id, reservation.UserId, now)), limit)
                : users.OverLimit(reservation.UserId, limit);
        }
    }

    /// <summary>Takes a session off its user's list; returns the tombstones of that user that are too many now.</summary>
    public IReadOnlyList<SessionId> Unlist(string userId, SessionId id)
    {
        lock (_lock)
        {
            if (!_entries.TryGet(id, out MemoryEntry? entry) || entry.UserId != userId || !entry.IsListed)
                return [];

            users.Remove(entry);
            entry.IsUserTombstone = entry.Session.IsEnded;
            return entry.IsUserTombstone ? userTombstones.Add(entry, MaxTombstonesPerUser) : [];
        }
    }

    /// <summary>Forgets a tombstone that is too many.</summary>
    public void Forget(SessionId id)
    {
        lock (_lock)
        {
            if (_entries.TryGet(id, out MemoryEntry? entry) && entry.IsUserTombstone)
                Remove(entry);
        }
    }

    public void Evict(MemoryEntry entry)
    {
        lock (_lock)
        {
            // Time may have removed it since it was chosen.
            if (_entries.TryGet(entry.Id, out MemoryEntry? present) && present == entry)
                Remove(entry);
        }
    }

    /// <summary>Looks at some of the entries whose time may have come; reports whether there may be more.</summary>
    public bool SweepSlice()
    {
        lock (_lock)
        {
            long now = clock.Now;
            for (int i = 0; i < SliceSize; i++)
            {
                if (!_wheel.TryTake(now, out MemoryEntry? entry))
                    return false;

                if (TryKeep(entry, now))
                {
                    _wheel.Add(entry);
                    Queue(entry, now);
                }
            }

            return true;
        }
    }

    /// <summary>Queues the end of every listed session whose deadline has passed, to the millisecond.</summary>
    public void QueueDue()
    {
        while (SweepSlice())
        {
            // The lock is free between two slices.
        }

        lock (_lock)
        {
            long now = clock.Now;
            foreach (MemoryEntry entry in _wheel.Upcoming)
            {
                Expire(entry, now);
                Queue(entry, now);
            }
        }
    }

    private MemoryEntry? Get(SessionId id, long now) =>
        _entries.TryGet(id, out MemoryEntry? entry) && TryKeep(entry, now) ? entry : null;

    /// <summary>Carries out what time has done to an entry; reports whether it remains.</summary>
    private bool TryKeep(MemoryEntry entry, long now)
    {
        Expire(entry, now);
        if (now < entry.DueAt)
            return true;

        // The clock has leapt over deadline and tombstone at once, as after a suspension of the machine. The end is still to be reported.
        if (entry.MustBeQueued)
        {
            Queue(entry, now);
            entry.Session.ProlongTombstone(now);
            return true;
        }

        Remove(entry);
        return false;
    }

    private void Expire(MemoryEntry entry, long now)
    {
        if (entry.Session.TryExpire(now))
            MoveToTombstones(entry);
    }

    // A caller that ends a session takes it off its user's list. An end that is still listed when its turn comes on the wheel is the work
    // of time, or of a caller that died over it.
    private void Queue(MemoryEntry entry, long now)
    {
        if (!entry.MustBeQueued)
            return;

        entry.IsQueued = true;
        deadlines.Add(entry.ToReservation(), entry.Session.ExpiresAt, now);
    }

    private MemoryEntry Add(MemoryEntry entry)
    {
        _entries.Add(entry);
        _wheel.Add(entry);
        return entry;
    }

    // The deadline of a session may be nearer than that of its reservation.
    private void Reschedule(MemoryEntry entry)
    {
        _wheel.Remove(entry);
        _wheel.Add(entry);
    }

    private void Remove(MemoryEntry entry)
    {
        _entries.Remove(entry);
        _wheel.Remove(entry);
        if (entry.IsQueued)
            deadlines.Remove(entry.Id);
        if (entry.UserId is not null)
            (entry.IsUserTombstone ? userTombstones : users).Remove(entry);
        else if (entry.IsAnonymous)
            (entry.Session.IsEnded ? anonymousTombstones : anonymous).Remove(entry);
    }

    private void MoveToTombstones(MemoryEntry entry)
    {
        if (!entry.IsAnonymous)
            return;

        anonymous.Remove(entry);
        anonymousTombstones.Add(entry);
    }
}

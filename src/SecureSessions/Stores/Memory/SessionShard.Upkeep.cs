namespace SecureSessions;

internal sealed partial class SessionShard
{
    /// <summary>How many entries are looked at before the lock is let go: some tens of microseconds.</summary>
    private const int SliceSize = 256;

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Looks at some of the entries whose time may have come; reports whether there may be more.</summary>
    public bool SweepSlice()
    {
        lock (_lock)
        {
            long now = _clock.Now;
            for (int i = 0; i < SliceSize; i++)
            {
                if (!_wheel.TryTake(now, out SessionEntry? entry))
                    return false;

                if (Settle(entry, now))
                {
                    _wheel.Add(entry);
                    HandOver(entry, now);
                }
            }

            return true;
        }
    }

    public void Evict(SessionEntry entry)
    {
        lock (_lock)
        {
            // Time may have removed it since it was chosen.
            if (_entries.TryGetValue(entry.Id, out SessionEntry? present) && present == entry)
                Remove(entry);
        }
    }

    private SessionEntry? Get(SessionId id, long now) =>
        _entries.TryGetValue(id, out SessionEntry? entry) && Settle(entry, now) ? entry : null;

    /// <summary>Carries out what time has done to an entry, so that nothing depends on the sweep; reports whether it remains.</summary>
    private bool Settle(SessionEntry entry, long now)
    {
        if (entry.TryExpire(now))
            Retire(entry);

        if (now < entry.DueAt)
            return true;

        // The clock has leapt over deadline and tombstone at once, as after a suspension of the machine. The end is still to be reported.
        if (entry.AwaitsCare)
        {
            HandOver(entry, now);
            entry.KeepTombstone(now);
            return true;
        }

        Remove(entry);
        return false;
    }

    private SessionEntry Add(SessionEntry entry)
    {
        _entries.Add(entry.Id, entry);
        _wheel.Add(entry);
        return entry;
    }

    private void Remove(SessionEntry entry)
    {
        _entries.Remove(entry.Id);
        _wheel.Remove(entry);
        if (entry.IsHandedOver)
            _deadlines.Remove(entry.Id);
        if (entry.UserId is not null)
            (entry.HasLeftList ? _endedOfUsers : _users).Remove(entry);
        else if (entry.IsAnonymous)
            (entry.IsEnded ? _endedAnonymous : _anonymous).Remove(entry);
    }

    private void Retire(SessionEntry entry)
    {
        if (!entry.IsAnonymous)
            return;

        _anonymous.Remove(entry);
        _endedAnonymous.Add(entry);
    }
}

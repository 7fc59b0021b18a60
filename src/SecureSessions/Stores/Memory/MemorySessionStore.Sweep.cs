namespace SecureSessions;

internal sealed partial class MemorySessionStore
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(ExpiryWheel.TickMilliseconds);

    private int _sweeping;

    /// <summary>Frees the memory of what has expired. No answer depends on it: every call judges the deadlines itself.</summary>
    private void OnTimer()
    {
        // A sweep that takes longer than the interval is not joined by a second one.
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;

        try
        {
            Sweep();
        }
        catch (Exception exception)
        {
            // Out of a timer's callback an exception would end the process. Memory is all that is late: the next tick tries again.
            Log.SweepFailed(_logger, exception);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    /// <summary>One slice of every shard in turn, so that whoever waits for a shard comes in between two slices.</summary>
    private void Sweep()
    {
        bool more;
        do
        {
            more = false;
            foreach (SessionShard shard in _shards)
                more |= shard.SweepSlice();

            EvictSurplus();
        }
        while (more);

        _history.Trim(Now);
        _devices.Trim(Now);
    }

    private void EvictSurplus()
    {
        while (_anonymous.TryTakeSurplus(out SessionEntry? entry) || _endedAnonymous.TryTakeSurplus(out entry))
            ShardOf(entry.Id).Evict(entry);
    }
}

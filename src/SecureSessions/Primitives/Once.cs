namespace SecureSessions;

/// <summary>Something that is done once, such as a line in the log, however many requests come to it at the same moment.</summary>
internal sealed class Once(bool isDone = false)
{
    private int _isDone = isDone ? 1 : 0;

    /// <summary>Whether somebody has taken it. Costs next to nothing.</summary>
    public bool IsDone => Volatile.Read(ref _isDone) != 0;

    /// <summary>Takes it; reports whether this call was the first to do so.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isDone, 1) == 0;
}

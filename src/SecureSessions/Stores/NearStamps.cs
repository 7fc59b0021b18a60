namespace SecureSessions;

/// <summary>
/// Numbers that change with each change of a session that a node hears of. Many sessions share a number: a change of one makes answers of
/// the others unusable too, which costs a call to the store and is never wrong.
/// </summary>
internal sealed class NearStamps
{
    private const int Count = 4096;

    private readonly long[] _stamps = new long[Count];
    private long _all;

    /// <summary>The stamp of a session. No stamp comes back, since both of its parts only grow.</summary>
    public long Of(SessionId id) => Volatile.Read(ref _stamps[SlotOf(id)]) + Volatile.Read(ref _all);

    public void Change(SessionId id) => Interlocked.Increment(ref _stamps[SlotOf(id)]);

    /// <summary>Hears an announcement: of one session or, with <see langword="null"/>, that any may have changed.</summary>
    public void OnAnnounced(SessionId? id)
    {
        if (id is { } one)
            Change(one);
        else
            Interlocked.Increment(ref _all);
    }

    private static uint SlotOf(SessionId id) => (uint)id.GetHashCode() % Count;
}

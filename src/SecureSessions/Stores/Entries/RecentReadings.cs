namespace SecureSessions;

/// <summary>
/// The rows that were read last, each for the write that mostly follows within the same request. Bounded: a newer one may take the place of
/// an older one, which costs a reading.
/// </summary>
internal sealed class RecentReadings(TimeProvider timeProvider)
{
    /// <summary>A power of two: more requests than are between their reading and their write at once.</summary>
    private const int Count = 1024;

    private readonly Reading?[] _readings = new Reading?[Count];

    /// <summary>Keeps a row, and how many turns of its gate had ended before it was read.</summary>
    public void Keep(SessionId id, in SessionRow row, long turns) =>
        Volatile.Write(ref PlaceOf(id), new Reading(id, row, turns, timeProvider.GetTimestamp()));

    /// <summary>Hands a row out once, if it was read within this time.</summary>
    public Reading? Take(SessionId id, TimeSpan life) =>
        Interlocked.Exchange(ref PlaceOf(id), null) is { } reading && reading.Id == id && timeProvider.GetElapsedTime(reading.At) < life
            ? reading
            : null;

    private ref Reading? PlaceOf(SessionId id) => ref _readings[id.GetHashCode() & (Count - 1)];

    public sealed record Reading(SessionId Id, SessionRow Row, long Turns, long At);
}

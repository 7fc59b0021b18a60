namespace SecureSessions;

/// <summary>
/// Notes which clients of sessions this node has just stored or reported, so that it does not do so again at each request. Bounded, and
/// without locks.
/// </summary>
/// <remarks>
/// Several notes share a slot, which has the last one. A note that was overwritten only causes one more write or report.
/// </remarks>
internal sealed class ClientNotes(TimeProvider timeProvider)
{
    private const int Slots = 4096;

    private readonly Note?[] _slots = new Note?[Slots];

    /// <summary>Whether this client was noted within the given time.</summary>
    public bool Has(SessionId id, SessionClient client, TimeSpan within) =>
        Volatile.Read(ref SlotOf(id, client)) is { } note
            && note.Id == id
            && note.Client == client
            && timeProvider.GetElapsedTime(note.At) < within;

    public void Add(SessionId id, SessionClient client) =>
        Volatile.Write(ref SlotOf(id, client), new Note(id, client, timeProvider.GetTimestamp()));

    private ref Note? SlotOf(SessionId id, SessionClient client) => ref _slots[HashCode.Combine(id, client) & (Slots - 1)];

    private sealed record Note(SessionId Id, SessionClient Client, long At);
}

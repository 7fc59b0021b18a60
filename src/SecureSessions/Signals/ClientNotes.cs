namespace SecureSessions;

/// <summary>What this node has noted of the clients of sessions, so that it is not done again at each request. Bounded, and without locks.</summary>
/// <remarks>Each note has one place, which the next one that falls there takes over: then something is done once more, and nothing else.</remarks>
internal sealed class ClientNotes(TimeProvider timeProvider)
{
    private const int Places = 4096;

    private readonly Note?[] _places = new Note?[Places];

    /// <summary>Whether the same was noted that long ago at most.</summary>
    public bool Has(SessionId id, SessionClient client, TimeSpan within) =>
        Volatile.Read(ref PlaceOf(id, client)) is { } note && note.Id == id && note.Client == client && timeProvider.GetElapsedTime(note.At) < within;

    public void Add(SessionId id, SessionClient client) =>
        Volatile.Write(ref PlaceOf(id, client), new Note(id, client, timeProvider.GetTimestamp()));

    private ref Note? PlaceOf(SessionId id, SessionClient client) => ref _places[HashCode.Combine(id, client) & (Places - 1)];

    private sealed record Note(SessionId Id, SessionClient Client, long At);
}

namespace SecureSessions;

/// <summary>What a <see cref="CompareAndSetSessionStore"/> is to write under an id, if nobody has written there since it read.</summary>
public sealed class SessionWrite
{
    private readonly StoredSession _session;
    private readonly long _now;
    private readonly bool _keepsPayload;

    internal SessionWrite(in StoredSession session, long now, long expectedRevision, bool keepsPayload, DateTimeOffset? writtenBefore)
    {
        _session = session;
        _now = now;
        _keepsPayload = keepsPayload;
        ExpectedRevision = expectedRevision;
        WrittenBefore = writtenBefore;
    }

    /// <summary>The session.</summary>
    public SessionId Id => _session.Id;

    /// <summary>
    /// The <see cref="SessionRow.Revision"/> that the write builds on: it is carried out only if that one is still kept; if it is 0, only if
    /// nothing is kept.
    /// </summary>
    public long ExpectedRevision { get; }

    /// <summary>
    /// The instant, by the store's time, from which on the write must not be carried out any more; <see langword="null"/> if it may be at
    /// any time. A create has one, so that a call that was given up on cannot strike afterwards; so has what is written on top of an
    /// earlier reading (<see cref="CompareAndSetSessionStore.ReadingLife"/>), so that nothing is written after the session's deadline.
    /// </summary>
    public DateTimeOffset? WrittenBefore { get; }

    /// <summary>Until when the row is worth keeping, by the store's time. From then on it may be deleted, and need not be.</summary>
    public DateTimeOffset KeptUntil => SessionClock.ToInstant(_session.ForgottenAt);

    /// <summary>All of the session but the payload, as bytes: some 120, and the label.</summary>
    public ReadOnlyMemory<byte> State => _session.ToBytesWithoutPayload();

    /// <summary>The sealed payload; <see langword="null"/> if the one that is kept stays as it is, which a store may save to write.</summary>
    public ReadOnlyMemory<byte>? Payload => _keepsPayload ? default(ReadOnlyMemory<byte>?) : _session.Payload;

    /// <summary>The public facts of the session, for columns that people query. The store's rules need none of them.</summary>
    public SessionSummary Facts => _session.Peek(_now)!;

    /// <summary>How long the row is worth keeping from its reading on.</summary>
    internal TimeSpan Remaining => TimeSpan.FromMilliseconds(_session.ForgottenAt - _now);

    /// <summary>The whole session as one row of bytes, for a store that keeps the payload with the rest.</summary>
    internal byte[] ToBytes() => _session.ToBytes();
}

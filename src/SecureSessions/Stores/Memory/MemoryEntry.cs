namespace SecureSessions;

/// <summary>A session in memory with its places in the lists of the store. Guarded by the lock of its shard.</summary>
/// <remarks>
/// From its reservation on a session of a user is one entry, so that nothing is left behind on a list. There may be a million of these: the
/// session and the links are inside, where objects of their own would cost 24 and 48 bytes more.
/// </remarks>
internal sealed class MemoryEntry(SessionId id, string? userId, long now)
{
    /// <summary>What an entry without label and payload takes, with its place in the tables of the store, in bytes; about.</summary>
    private const int FixedSize = 250;

    private static readonly long ReservationPeriod = SessionClock.ToMilliseconds(SecureSessionDefaults.ReservationPeriod);

    /// <summary>A field, since the session is a value that its calls change in place.</summary>
    public StoredSession Session = new(id, userId, reservedAt: now);

    public SessionId Id => Session.Id;

    public string? UserId => Session.UserId;

    /// <summary>The neighbours on the one <see cref="EntryList"/> that it is on; <see langword="null"/> if it is on none.</summary>
    public MemoryEntry? Next { get; set; }

    public MemoryEntry? Previous { get; set; }

    public bool IsLinked => Next is not null;

    /// <summary>Its place on the <see cref="ExpiryWheel"/>: the slot, and the index in the slot; -1 if it is not there.</summary>
    public short ExpirySlot { get; set; }

    public int ExpiryIndex { get; set; } = -1;

    /// <summary>The size with which a <see cref="RecencyList"/> has counted it.</summary>
    public int CountedBytes { get; set; }

    /// <summary>What it takes in memory, in bytes; about.</summary>
    public int Size => FixedSize + Session.VariableSize;

    /// <summary>Since when it is listed. A session that was created has been listed since it began.</summary>
    public DateTimeOffset ListedAt => SessionClock.ToInstant(Session.CreatedAt);

    /// <summary>Whether it is on its user's list and no session yet.</summary>
    public bool IsReserved => !Session.Exists;

    /// <summary>Whether it counts against the cap on what strangers can make the store keep.</summary>
    public bool IsAnonymous => UserId is null && Session.Version > 0;

    /// <summary>Whether it is on its user's list.</summary>
    public bool IsListed => UserId is not null && IsLinked && !IsUserTombstone;

    /// <summary>Whether it has ended and come off its user's list, so that it counts among the tombstones of its user.</summary>
    public bool IsUserTombstone { get; set; }

    /// <summary>Whether its end is in the <see cref="DeadlineQueue"/>.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether it has ended on its user's list, and its end is not in the <see cref="DeadlineQueue"/> yet.</summary>
    public bool MustBeQueued => Session.IsEnded && IsListed && !IsQueued;

    /// <summary>When time next changes something: the session expires, or its reservation or its tombstone is forgotten.</summary>
    public long DueAt => IsReserved ? Session.CreatedAt + ReservationPeriod : Session.DueAt;

    /// <summary>The session as it was reserved.</summary>
    public SessionReservation ToReservation() => new(
        Id,
        UserId!,
        SessionClock.ToInstant(Session.CreatedAt),
        SessionClock.ToInstant(Math.Min(Session.CreatedAt + Session.IdleTimeout, Session.AbsoluteExpiresAt)),
        SessionClock.ToInstant(Session.AbsoluteExpiresAt))
    {
        Label = Session.Label,
    };
}

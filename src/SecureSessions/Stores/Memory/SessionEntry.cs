namespace SecureSessions;

/// <summary>A session in memory and, after its end, its tombstone. Guarded by the lock of its shard.</summary>
/// <remarks>
/// There may be a million of these: times are Unix milliseconds, hash and links are inline, and what few sessions have is in side
/// objects. The idle deadline is not kept but follows from the last activity.
/// </remarks>
internal sealed partial class SessionEntry
{
    public EntryLinks ExpiryLinks;

    /// <summary>Among the sessions of its user, or among the anonymous ones: a session is on one of these lists only.</summary>
    public EntryLinks PeerLinks;

    /// <summary>What an entry without label and payload takes, with its place in the tables of the store, in bytes; about.</summary>
    private const int SizeWithoutBytes = 500;

    private static readonly long ReservationPeriod = SessionClock.ToMilliseconds(SecureSessionDefaults.ReservationPeriod);

    private readonly long _reservedAt;
    private long _createdAt;
    private long _absoluteExpiresAt;
    private long _idleTimeout;
    private long _lastSeenAt;

    /// <summary>Label, then payload: two arrays would cost 32 bytes more.</summary>
    private byte[] _bytes = [];
    private int _labelLength;
    private int _refreshMark;
    private int _privilegeChanges;
    private SessionTombstone? _tombstone;

    private SessionEntry(SessionId id, string? userId, long now)
    {
        Id = id;
        UserId = userId;
        _reservedAt = _createdAt = _absoluteExpiresAt = _lastSeenAt = now;
    }

    public SessionId Id { get; }

    public string? UserId { get; }

    /// <summary>0 for what never was a session: a reservation, or a tombstone.</summary>
    public long Version { get; private set; }

    public short ExpirySlot { get; set; }

    /// <summary>What it takes in memory, in bytes; about.</summary>
    public int Size => SizeWithoutBytes + _bytes.Length + SizeOfSecrets;

    /// <summary>The size with which a <see cref="RecencyList"/> has counted it.</summary>
    public int CountedBytes { get; set; }

    /// <summary>Whether its end was handed over to those who look after ended sessions.</summary>
    public bool IsHandedOver { get; private set; }

    public DateTimeOffset ReservedAt => ToInstant(_reservedAt);

    /// <summary>Whether it counts against the cap on what strangers can make the store keep.</summary>
    public bool IsAnonymous => UserId is null && Version > 0;

    public bool IsEnded => _tombstone is not null;

    /// <summary>Whether it is on its user's list and no session yet.</summary>
    public bool IsReserved => Version == 0 && !IsEnded;

    /// <summary>When time next changes something: the session expires, or its reservation or its tombstone is forgotten.</summary>
    public long DueAt => _tombstone?.KeptUntil ?? (IsReserved ? _reservedAt + ReservationPeriod : IdleExpiresAt);

    private ReadOnlyMemory<byte> Label => _bytes.AsMemory(0, _labelLength);

    private ReadOnlyMemory<byte> Payload => _bytes.AsMemory(_labelLength);

    private long IdleExpiresAt => Math.Min(_lastSeenAt + _idleTimeout, _absoluteExpiresAt);

    /// <summary>Bars an id under which a create may still be on its way.</summary>
    public static SessionEntry Bar(SessionId id, SessionEndReason reason, long now) =>
        new(id, userId: null, now) { _tombstone = SessionTombstone.OfEnd(reason, now, deadline: now) };

    public static SessionEntry Reserve(SessionReservation reservation, long now) => new(reservation.Id, reservation.UserId, now);

    public static SessionEntry Create(NewSession session, long now)
    {
        var entry = new SessionEntry(session.Id, session.UserId, now);
        entry.Start(session, now);
        return entry;
    }

    /// <summary>Makes a session of what was reserved.</summary>
    public void Start(NewSession session, long now)
    {
        Version = 1;
        _hash = session.Hash;
        Keep(session.Label, session.Payload);
        _createdAt = session.CreatedAt.ToUnixTimeMilliseconds();
        _absoluteExpiresAt = session.AbsoluteExpiresAt.ToUnixTimeMilliseconds();
        _idleTimeout = SessionClock.ToMilliseconds(session.IdleTimeout);
        _lastSeenAt = now;
        _secretIssuedAt = _createdAt;
    }

    public void Replace(ReadOnlyMemory<byte> label, ReadOnlyMemory<byte> payload, SecretChange? change, byte[] successor, long now)
    {
        Keep(label, payload);
        Version++;
        if (change is { Grace: { } grace })
            Renew(change.Hash, successor, grace, now);
        else if (change is not null)
            Regenerate(change.Hash, now);
    }

    public void End(SessionEndReason reason, long now) => Bury(SessionTombstone.OfEnd(reason, now, _absoluteExpiresAt));

    /// <summary>Carries out what the deadline has done; reports whether this call did.</summary>
    public bool TryExpire(long now)
    {
        long deadline = IdleExpiresAt;
        if (IsEnded || IsReserved || now < deadline)
            return false;

        SessionEndReason reason = deadline < _absoluteExpiresAt ? SessionEndReason.IdleTimeout : SessionEndReason.AbsoluteTimeout;
        Bury(SessionTombstone.OfTimeout(reason, deadline));
        return true;
    }

    private void Keep(ReadOnlyMemory<byte> label, ReadOnlyMemory<byte> payload)
    {
        _bytes = [.. label.Span, .. payload.Span];
        _labelLength = label.Length;
    }

    private void Bury(SessionTombstone tombstone)
    {
        _tombstone = tombstone;
        Keep(Label, payload: default);
        _renewal?.DropSuccessor();
    }
}

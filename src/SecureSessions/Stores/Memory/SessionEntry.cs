namespace SecureSessions;

/// <summary>A session in memory and, after its end, its tombstone. Guarded by the lock of its shard.</summary>
/// <remarks>
/// There may be a million of these: times are Unix milliseconds, hash and links are inline, and what few sessions have is in side
/// objects. The idle deadline is not kept but follows from the last activity.
/// </remarks>
internal sealed partial class SessionEntry
{
    public EntryLinks ExpiryLinks;
    public EntryLinks RecencyLinks;

    private readonly long _createdAt;
    private readonly long _absoluteExpiresAt;
    private readonly long _idleTimeout;
    private long _lastSeenAt;
    private byte[] _payload;
    private SessionTombstone? _tombstone;

    public SessionEntry(NewSession session, long now)
    {
        Id = session.Id;
        UserId = session.UserId;
        Version = 1;
        _hash = session.Hash;
        _payload = session.Payload.ToArray();
        _createdAt = session.CreatedAt.ToUnixTimeMilliseconds();
        _absoluteExpiresAt = session.AbsoluteExpiresAt.ToUnixTimeMilliseconds();
        _idleTimeout = SessionClock.ToMilliseconds(session.IdleTimeout);
        _lastSeenAt = now;
        _secretIssuedAt = _createdAt;
    }

    private SessionEntry(SessionId id, SessionTombstone tombstone, long now)
    {
        Id = id;
        _createdAt = _absoluteExpiresAt = _lastSeenAt = now;
        _payload = [];
        _tombstone = tombstone;
    }

    public SessionId Id { get; }

    public string? UserId { get; }

    /// <summary>0 for a tombstone that never was a session.</summary>
    public long Version { get; private set; }

    public int ExpirySlot { get; set; }

    /// <summary>Whether it counts against the cap on what strangers can make the store keep.</summary>
    public bool IsAnonymous => UserId is null && Version > 0;

    public bool IsEnded => _tombstone is not null;

    /// <summary>When time next changes something: the session expires, or its tombstone is forgotten.</summary>
    public long DueAt => _tombstone?.KeptUntil ?? IdleExpiresAt;

    private long IdleExpiresAt => Math.Min(_lastSeenAt + _idleTimeout, _absoluteExpiresAt);

    /// <summary>Bars an id under which a create may still be on its way.</summary>
    public static SessionEntry Bar(SessionId id, SessionEndReason reason, long now) =>
        new(id, SessionTombstone.OfEnd(reason, now, deadline: now), now);

    public void Replace(byte[] payload, SecretChange? change, byte[] successor, long now)
    {
        _payload = payload;
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
        if (IsEnded || now < deadline)
            return false;

        SessionEndReason reason = deadline < _absoluteExpiresAt ? SessionEndReason.IdleTimeout : SessionEndReason.AbsoluteTimeout;
        Bury(SessionTombstone.OfTimeout(reason, deadline));
        return true;
    }

    private void Bury(SessionTombstone tombstone)
    {
        _tombstone = tombstone;
        _payload = [];
        _renewal?.DropSuccessor();
    }
}

namespace SecureSessions;

/// <summary>
/// A session as a store keeps it, from its creation until its tombstone is forgotten, and the rules of every call that reaches a session.
/// </summary>
/// <remarks>
/// A store finds the session, calls <see cref="TryExpire"/> and then what it was asked for, and keeps the outcome. The store says what time
/// it is, and makes no other call in between. Times are Unix milliseconds, durations milliseconds.
/// <para>
/// The session is a value, so that a store of a million needs no object more for each: hashes are inline, and what few sessions have is in
/// side objects. A side object never changes, so that a copy is a snapshot. Before a create there is nothing but an id, and perhaps the
/// user and the time of a reservation.
/// </para>
/// </remarks>
internal partial struct StoredSession(SessionId id, string? userId = null, long reservedAt = 0)
{
    private static readonly long Retention = SessionClock.ToMilliseconds(SecureSessionDefaults.TombstoneRetention);

    private SessionSecrets _secrets;
    private Tombstone? _tombstone;

    /// <summary>Label, then payload: two arrays would cost 32 bytes more.</summary>
    private byte[]? _bytes;
    private int _labelLength;
    private RefreshMarks _marks;
    private int _privilegeChanges;

    public SessionId Id { get; } = id;

    public string? UserId { get; private set; } = userId;

    /// <summary>The version of the payload; 0 for an id under which no session was created.</summary>
    public int Version { get; private set; }

    /// <summary>When the session began. Until it is created: since when its place is reserved.</summary>
    public long CreatedAt { get; private set; } = reservedAt;

    public long AbsoluteExpiresAt { get; private set; }

    public long IdleTimeout { get; private set; }

    public long LastSeenAt { get; private set; }

    public readonly ReadOnlyMemory<byte> Label => _bytes.AsMemory(0, _labelLength);

    public readonly ReadOnlyMemory<byte> Payload => _bytes.AsMemory(_labelLength);

    public readonly bool IsEnded => _tombstone is not null;

    /// <summary>Whether a call finds anything here: a session, or its tombstone.</summary>
    public readonly bool Exists => Version > 0 || IsEnded;

    /// <summary>The deadline that the session has, or had when it ended. Not kept: it follows from the last activity.</summary>
    public readonly long ExpiresAt => Math.Min(LastSeenAt + IdleTimeout, AbsoluteExpiresAt);

    /// <summary>When time next changes something: the session expires, or its tombstone is forgotten.</summary>
    public readonly long DueAt => _tombstone?.KeptUntil ?? ExpiresAt;

    /// <summary>When nothing of the session is worth keeping any more, if no call reaches it before.</summary>
    public readonly long ForgottenAt => _tombstone?.KeptUntil ?? (ExpiresAt + Retention);

    /// <summary>How many bytes it takes beside what every session takes.</summary>
    public readonly int VariableSize => (_bytes?.Length ?? 0) + _secrets.VariableSize;

    /// <summary>Differs as soon as anything has changed: every change moves one of these.</summary>
    public readonly (long, long, int, bool, bool, bool) Stamp =>
        (Version, LastSeenAt, _marks.Count, _secrets.IsRenewalPending, IsEnded, _tombstone is { IsUnreported: true });

    /// <summary>From when the age of the current secret counts.</summary>
    private readonly long SecretIssuedAt => _secrets.IssuedAt ?? FirstSecretIssuedAt;

    /// <summary>The first secret is issued with the session; an id under which none was created has no secret.</summary>
    private readonly long FirstSecretIssuedAt => Version == 0 ? 0 : CreatedAt;

    private readonly bool IsAlive => Version > 0 && !IsEnded;

    /// <summary>The instant from which on a create is refused, because it was given up on long ago.</summary>
    public static DateTimeOffset LatestCreate(NewSession session) =>
        session.CreatedAt + SecureSessionDefaults.CreateWindow + TimeSpan.FromMilliseconds(1);

    /// <inheritdoc cref="ISecureSessionStore.CreateAsync"/>
    public CreateStatus Create(NewSession session, long now)
    {
        if ((SessionClock.ToInstant(now) - session.CreatedAt).Duration() > SecureSessionDefaults.CreateWindow)
            return CreateStatus.OutsideWindow;
        if (Exists)
            return CreateStatus.Conflict;

        UserId ??= session.UserId;
        Version = 1;
        Keep(session.Label.Span, session.Payload.Span);
        CreatedAt = session.CreatedAt.ToUnixTimeMilliseconds();
        AbsoluteExpiresAt = session.AbsoluteExpiresAt.ToUnixTimeMilliseconds();
        IdleTimeout = SessionClock.ToMilliseconds(session.IdleTimeout);
        LastSeenAt = now;
        _secrets = new SessionSecrets(session.Hash);
        return CreateStatus.Created;
    }

    /// <inheritdoc cref="ISecureSessionStore.FindAsync"/>
    public FindResult Find(in SecretHash hash, FindMode mode, long now)
    {
        // An id without a session has no secret; its zeroed hash must not pass for one.
        long spentAt = 0;
        FindStatus status = Version == 0 ? FindStatus.WrongSecret : _secrets.Verify(hash, mode, now, out spentAt);
        if (status == FindStatus.WrongSecret)
            return IsAlive ? FindResult.WrongSecret(SessionClock.ToInstant(now)) : FindResult.Unknown(SessionClock.ToInstant(now));
        if (IsEnded)
            return FindResult.Ended(Report(mode), SessionClock.ToInstant(now));
        if (status == FindStatus.Spent)
            return FindResult.Spent(SessionClock.ToInstant(spentAt), SessionClock.ToInstant(now));

        if (status == FindStatus.Current && mode != FindMode.Reread)
            _secrets.Confirm(now);
        if (mode == FindMode.Active && SealedPayload.IsReadable(Payload.Span))
            LastSeenAt = now;

        return FindResult.Found(status, ToRecord(now), SessionClock.ToInstant(now));
    }

    /// <inheritdoc cref="ISecureSessionStore.PeekAsync"/>
    public readonly SessionSummary? Peek(long now) => !Exists ? null : new SessionSummary
    {
        Id = Id,
        UserId = UserId,
        Version = IsEnded ? 0 : Version,
        CreatedAt = SessionClock.ToInstant(CreatedAt),
        LastSeenAt = SessionClock.ToInstant(LastSeenAt),
        ExpiresAt = SessionClock.ToInstant(ExpiresAt),
        AbsoluteExpiresAt = SessionClock.ToInstant(AbsoluteExpiresAt),
        PrivilegeChanges = _privilegeChanges,
        Label = Label,
        End = _tombstone?.Tell(UserId, firstReport: false),
        Now = SessionClock.ToInstant(now),
    };

    /// <inheritdoc cref="ISecureSessionStore.ReplaceAsync"/>
    public ReplaceStatus Replace(SessionReplacement replacement, long now)
    {
        if (!IsAlive)
            return ReplaceStatus.Gone;
        if (Version != replacement.ExpectedVersion || (replacement.Secret is { } secret && !_secrets.Allows(secret, now)))
            return ReplaceStatus.Conflict;

        Keep((replacement.Label ?? Label).Span, replacement.Payload.Span);
        Version++;
        if (replacement.Secret is { } change)
            _secrets.Change(change, now);
        if (replacement.Secret is { Grace: null })
            _privilegeChanges++;
        if (_marks.Count == replacement.SeenRefreshMark)
            _marks = default;

        return ReplaceStatus.Replaced;
    }

    /// <inheritdoc cref="ISecureSessionStore.MarkAsync"/>
    public MarkStatus Mark(bool reauthenticate)
    {
        if (!IsAlive)
            return IsEnded ? MarkStatus.Ended : MarkStatus.Absent;

        _marks = _marks.Raised(reauthenticate);
        _privilegeChanges++;
        return MarkStatus.Marked;
    }

    /// <inheritdoc cref="ISecureSessionStore.EndAsync"/>
    public EndResult End(SessionEndReason reason, long? expectedVersion, long now)
    {
        if (IsEnded)
            return new EndResult(EndStatus.AlreadyEnded, Peek(now));

        if (Version == 0)
        {
            UserId = null;
            CreatedAt = AbsoluteExpiresAt = LastSeenAt = now;
            LeaveTombstone(new Tombstone(reason, now, now + Retention, IsUnreported: false));
            return new EndResult(EndStatus.Absent, Session: null);
        }

        if (expectedVersion is not null && expectedVersion != Version)
            return new EndResult(EndStatus.Conflict, Peek(now));

        LeaveTombstone(new Tombstone(reason, now, AbsoluteExpiresAt + Retention, IsUnreported: false));
        return new EndResult(EndStatus.Ended, Peek(now));
    }

    /// <summary>Carries out what the deadline has done; reports whether this call did.</summary>
    /// <remarks>
    /// Nobody was there when the deadline passed: the first look-up that is told of the timeout is told that it is the first.
    /// </remarks>
    public bool TryExpire(long now)
    {
        long deadline = ExpiresAt;
        if (!IsAlive || now < deadline)
            return false;

        SessionEndReason reason = deadline < AbsoluteExpiresAt ? SessionEndReason.IdleTimeout : SessionEndReason.AbsoluteTimeout;
        LeaveTombstone(new Tombstone(reason, deadline, deadline + Retention, IsUnreported: true));
        return true;
    }

    /// <summary>Keeps the tombstone for as long as if the session had expired now.</summary>
    public void ProlongTombstone(long now) => _tombstone = _tombstone! with { KeptUntil = now + Retention };

    /// <summary>Tells of the end. Only an arriving request reports a timeout; one that reads again leaves that to the next.</summary>
    private SessionEnd Report(FindMode mode)
    {
        bool isFirst = mode != FindMode.Reread && _tombstone!.IsUnreported;
        SessionEnd end = _tombstone!.Tell(UserId, isFirst);
        if (isFirst)
            _tombstone = _tombstone with { IsUnreported = false };

        return end;
    }

    private void LeaveTombstone(Tombstone tombstone)
    {
        _tombstone = tombstone;
        _secrets.DropSuccessor();
        PutPayload(default);
    }

    private void Keep(ReadOnlySpan<byte> label, ReadOnlySpan<byte> payload)
    {
        _bytes = [.. label, .. payload];
        _labelLength = label.Length;
    }

    /// <summary>The bytes are handed out as they are: a replacement brings new arrays and never writes into the old.</summary>
    private readonly SessionRecord ToRecord(long now) => new()
    {
        Id = Id,
        Version = Version,
        UserId = UserId,
        CreatedAt = SessionClock.ToInstant(CreatedAt),
        LastSeenAt = SessionClock.ToInstant(LastSeenAt),
        ExpiresAt = SessionClock.ToInstant(ExpiresAt),
        IdleTimeout = TimeSpan.FromMilliseconds(IdleTimeout),
        AbsoluteExpiresAt = SessionClock.ToInstant(AbsoluteExpiresAt),
        SecretIssuedAt = SessionClock.ToInstant(SecretIssuedAt),
        RenewalUnderWay = _secrets.IsRenewalUnderWay(now),
        RefreshMark = _marks.Count,
        Reauthenticate = _marks.Reauthenticate,
        PrivilegeChanges = _privilegeChanges,
        Payload = Payload,
        Successor = _secrets.LastRenewal?.Successor,
    };

    /// <summary>Why and when the session ended.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="At">When.</param>
    /// <param name="KeptUntil">When the tombstone is forgotten.</param>
    /// <param name="IsUnreported">Whether the session timed out, and no look-up was told of that yet.</param>
    private sealed record Tombstone(SessionEndReason Reason, long At, long KeptUntil, bool IsUnreported)
    {
        public SessionEnd Tell(string? userId, bool firstReport) => new(userId, Reason, SessionClock.ToInstant(At), firstReport);
    }
}

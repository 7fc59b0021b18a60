namespace SecureSessions;

/// <summary>The way of an entry into a store that keeps bytes, and back.</summary>
internal sealed partial class SessionEntry
{
    public SessionEntry(SessionId id, SessionSnapshot snapshot)
    {
        Id = id;
        UserId = snapshot.UserId;
        Version = snapshot.Version;
        _hash = snapshot.Hash;
        _createdAt = snapshot.CreatedAt;
        _absoluteExpiresAt = snapshot.AbsoluteExpiresAt;
        _idleTimeout = snapshot.IdleTimeout;
        _lastSeenAt = snapshot.LastSeenAt;
        _secretIssuedAt = snapshot.SecretIssuedAt;
        Keep(snapshot.Label, snapshot.Payload);
        _refreshMark = snapshot.RefreshMark;
        _privilegeChanges = snapshot.PrivilegeChanges;
        _renewal = snapshot.Renewal;
        foreach (SpentSecret secret in snapshot.SpentSecrets)
            Spend(secret.Hash, secret.At);

        _tombstone = snapshot.Tombstone;
    }

    /// <summary>Differs as soon as anything has changed: every change moves one of these.</summary>
    public (long Version, long LastSeenAt, int RefreshMark, bool RenewalIsPending, bool IsEnded, bool EndIsUnreported) Mark =>
        (Version, _lastSeenAt, _refreshMark, _renewal is { IsPending: true }, IsEnded, _tombstone is { IsUnreported: true });

    /// <summary>When nothing of the entry is worth keeping any more, if nobody asks for it before.</summary>
    public long ForgottenAt => _tombstone?.KeptUntil ?? SessionTombstone.KeptAfter(IdleExpiresAt);

    public SessionSnapshot ToSnapshot() => new()
    {
        UserId = UserId,
        Version = Version,
        Hash = _hash,
        CreatedAt = _createdAt,
        AbsoluteExpiresAt = _absoluteExpiresAt,
        IdleTimeout = _idleTimeout,
        LastSeenAt = _lastSeenAt,
        SecretIssuedAt = _secretIssuedAt,
        Payload = Payload.ToArray(),
        Label = Label.ToArray(),
        RefreshMark = _refreshMark,
        PrivilegeChanges = _privilegeChanges,
        Renewal = _renewal,
        SpentSecrets = _spentSecrets?.All ?? [],
        Tombstone = _tombstone,
    };
}

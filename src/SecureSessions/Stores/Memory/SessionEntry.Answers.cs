namespace SecureSessions;

internal sealed partial class SessionEntry
{
    public FindResult Find(in SecretHash hash, FindMode mode, long now)
    {
        DateTimeOffset instant = ToInstant(now);
        SecretVerdict verdict = Judge(hash, mode, now);
        if (verdict.Status == FindStatus.WrongSecret)
            return IsEnded ? FindResult.Unknown(instant) : FindResult.WrongSecret(instant);

        if (_tombstone is not null)
            return FindResult.Ended(_tombstone.Tell(UserId, reports: mode != FindMode.Reread), instant);

        if (verdict.Status == FindStatus.Spent)
            return FindResult.Spent(ToInstant(verdict.SpentAt), instant);

        if (verdict.Status == FindStatus.Current && mode != FindMode.Reread)
            ConfirmRenewal(now);

        if (mode == FindMode.Active && SealedPayload.IsReadable(Payload.Span))
            _lastSeenAt = now;

        return FindResult.Found(verdict.Status, ToRecord(now), instant);
    }

    public SessionSummary Peek(long now) => new()
    {
        Id = Id,
        UserId = UserId,
        Version = IsEnded ? 0 : Version,
        CreatedAt = ToInstant(_createdAt),
        LastSeenAt = ToInstant(_lastSeenAt),
        IdleExpiresAt = ToInstant(IdleExpiresAt),
        AbsoluteExpiresAt = ToInstant(_absoluteExpiresAt),
        PrivilegeChanges = _privilegeChanges,
        Label = Label,
        End = _tombstone?.Tell(UserId, reports: false),
        Now = ToInstant(now),
    };

    /// <summary>The bytes are handed out as they are: a replacement brings new arrays and never writes into the old.</summary>
    private SessionRecord ToRecord(long now) => new()
    {
        Id = Id,
        Version = Version,
        UserId = UserId,
        CreatedAt = ToInstant(_createdAt),
        LastSeenAt = ToInstant(_lastSeenAt),
        IdleExpiresAt = ToInstant(IdleExpiresAt),
        IdleTimeout = TimeSpan.FromMilliseconds(_idleTimeout),
        AbsoluteExpiresAt = ToInstant(_absoluteExpiresAt),
        SecretIssuedAt = ToInstant(_secretIssuedAt),
        RenewalUnderWay = IsRenewalUnderWay(now),
        RefreshMark = _refreshMark,
        PrivilegeChanges = _privilegeChanges,
        Payload = Payload,
        Successor = _renewal?.Successor,
    };

    private static DateTimeOffset ToInstant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

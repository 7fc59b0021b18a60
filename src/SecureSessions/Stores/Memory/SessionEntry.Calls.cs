namespace SecureSessions;

/// <summary>What a call may do to an entry, whichever store keeps it.</summary>
internal sealed partial class SessionEntry
{
    /// <summary>Whether a create arrives near enough to the instant that it names.</summary>
    public static bool MayBegin(NewSession session, long now) =>
        (ToInstant(now) - session.CreatedAt).Duration() <= SecureSessionDefaults.CreateWindow;

    public ReplaceStatus TryReplace(SessionReplacement replacement, byte[] successor, long now)
    {
        if (IsEnded || IsReserved)
            return ReplaceStatus.Gone;

        bool renews = replacement.Secret is { Grace: not null };
        if (Version != replacement.ExpectedVersion || (renews && IsRenewalUnderWay(now)))
            return ReplaceStatus.Conflict;

        Replace(replacement.Label ?? Label, replacement.Payload, replacement.Secret, successor, now);
        if (_refreshMark == replacement.SeenRefreshMark)
            _refreshMark = 0;

        return ReplaceStatus.Replaced;
    }

    public MarkStatus TryMark()
    {
        if (IsEnded)
            return MarkStatus.Ended;
        if (IsReserved)
            return MarkStatus.Absent;

        _refreshMark++;
        _privilegeChanges++;
        return MarkStatus.Marked;
    }

    public EndResult TryEnd(SessionEndReason reason, long? expectedVersion, long now)
    {
        if (IsEnded)
            return new EndResult(EndStatus.AlreadyEnded, Peek(now));

        if (expectedVersion is not null && expectedVersion != Version)
            return new EndResult(EndStatus.Conflict, Peek(now));

        End(reason, now);
        return new EndResult(EndStatus.Ended, Peek(now));
    }
}

namespace SecureSessions;

/// <summary>A session between its reading from the cache and its writing back.</summary>
internal sealed class CachedSession
{
    private readonly SessionId _id;
    private readonly long _now;
    private readonly (long, long, int, bool, bool, bool)? _before;
    private SessionEntry? _entry;

    /// <summary>Takes what was read, and carries out what time has done to it since.</summary>
    public CachedSession(SessionId id, SessionEntry? read, long now)
    {
        _id = id;
        _now = now;
        _before = read?.Mark;
        read?.TryExpire(now);
        _entry = now < read?.DueAt ? read : null;
    }

    /// <summary>Whether there is something to write back.</summary>
    public bool HasChanged => _entry is not null && _before != _entry.Mark;

    /// <summary>How long what is written back is worth keeping.</summary>
    public TimeSpan Remaining => TimeSpan.FromMilliseconds(_entry!.ForgottenAt - _now);

    public byte[] ToBytes() => SessionEntryCodec.Encode(_entry!.ToSnapshot());

    public CreateStatus Create(NewSession session)
    {
        if (!SessionEntry.MayBegin(session, _now))
            return CreateStatus.OutsideWindow;
        if (_entry is not null)
            return CreateStatus.Conflict;

        _entry = SessionEntry.Create(session, _now);
        return CreateStatus.Created;
    }

    public FindResult Find(in SecretHash hash, FindMode mode) =>
        _entry?.Find(hash, mode, _now) ?? FindResult.Unknown(DateTimeOffset.FromUnixTimeMilliseconds(_now));

    public SessionSummary? Peek() => _entry?.Peek(_now);

    public ReplaceStatus Replace(SessionReplacement replacement) =>
        _entry?.TryReplace(replacement, replacement.Secret?.Successor.ToArray() ?? [], _now) ?? ReplaceStatus.Gone;

    public MarkStatus Mark() => _entry?.TryMark() ?? MarkStatus.Absent;

    public EndResult End(SessionEndReason reason, long? expectedVersion)
    {
        if (_entry is not null)
            return _entry.TryEnd(reason, expectedVersion, _now);

        _entry = SessionEntry.Bar(_id, reason, _now);
        return new EndResult(EndStatus.Absent, Session: null);
    }
}

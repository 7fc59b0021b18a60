namespace SecureSessions;

/// <summary>A part of the sessions under one lock: small enough that growing its table holds nobody up.</summary>
/// <remarks>The clock is read under the lock, so that within a session time never goes back.</remarks>
internal sealed partial class SessionShard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, SessionEntry> _entries = [];
    private readonly ExpiryWheel _wheel;
    private readonly SessionClock _clock;
    private readonly RecencyList _anonymous;
    private readonly RecencyList _endedAnonymous;
    private readonly UserLists _users;
    private readonly UserLists _endedOfUsers;
    private readonly DueDeadlines _deadlines;

    public SessionShard(SessionClock clock, RecencyList anonymous, RecencyList endedAnonymous, UserLists users, UserLists endedOfUsers, DueDeadlines deadlines)
    {
        _clock = clock;
        _anonymous = anonymous;
        _endedAnonymous = endedAnonymous;
        _users = users;
        _endedOfUsers = endedOfUsers;
        _deadlines = deadlines;
        _wheel = new ExpiryWheel(clock.Now);
    }

    public CreateStatus Create(NewSession session)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            if (!SessionEntry.MayBegin(session, now))
                return CreateStatus.OutsideWindow;

            SessionEntry? entry = Get(session.Id, now);
            if (entry is { IsReserved: false })
                return CreateStatus.Conflict;

            entry = entry is null ? Add(SessionEntry.Create(session, now)) : Start(entry, session, now);
            if (entry.IsAnonymous)
                _anonymous.Add(entry);

            return CreateStatus.Created;
        }
    }

    public FindResult Find(SessionId id, in SecretHash hash, FindMode mode)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            if (Get(id, now) is not { IsReserved: false } entry)
                return FindResult.Unknown(DateTimeOffset.FromUnixTimeMilliseconds(now));

            FindResult result = entry.Find(hash, mode, now);
            if (mode == FindMode.Active && result.Record is not null && entry.IsAnonymous)
                _anonymous.Touch(entry);

            return result;
        }
    }

    public SessionSummary? Peek(SessionId id)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            return Get(id, now) is { IsReserved: false } entry ? entry.Peek(now) : null;
        }
    }

    public ReplaceStatus Replace(SessionReplacement replacement)
    {
        byte[] successor = replacement.Secret?.Successor.ToArray() ?? [];
        lock (_lock)
        {
            long now = _clock.Now;
            if (Get(replacement.Id, now) is not { } entry)
                return ReplaceStatus.Gone;

            ReplaceStatus status = entry.TryReplace(replacement, successor, now);
            if (status == ReplaceStatus.Replaced && entry.IsAnonymous)
                _anonymous.Resize(entry);

            return status;
        }
    }

    public MarkStatus Mark(SessionId id)
    {
        lock (_lock)
            return Get(id, _clock.Now)?.TryMark() ?? MarkStatus.Absent;
    }

    public EndResult End(SessionId id, SessionEndReason reason, long? expectedVersion)
    {
        lock (_lock)
        {
            long now = _clock.Now;
            SessionEntry? entry = Get(id, now);
            if (entry is null or { IsReserved: true })
            {
                if (entry is not null)
                    Remove(entry);

                Add(SessionEntry.Bar(id, reason, now));
                return new EndResult(EndStatus.Absent, Session: null);
            }

            EndResult result = entry.TryEnd(reason, expectedVersion, now);
            if (result.Status == EndStatus.Ended)
                Retire(entry);

            return result;
        }
    }
}

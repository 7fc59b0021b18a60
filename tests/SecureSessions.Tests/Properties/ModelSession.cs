namespace SecureSessions.Tests.Properties;

/// <summary>What must be true of one session: its values, its secrets and its deadlines.</summary>
internal sealed class ModelSession(SessionId id, string? user, DateTimeOffset now, DateTimeOffset absoluteDeadline, TimeSpan idleTimeout)
{
    private ModelSecret? _pending;

    public SessionId Id => id;

    public string? User => user;

    public DateTimeOffset AbsoluteDeadline => absoluteDeadline;

    public Dictionary<string, string> Values { get; set; } = [];

    public ModelSecret Current { get; private set; } = null!;

    public SessionEndReason? Ended { get; private set; }

    public DateTimeOffset LastSeen { get; set; } = now;

    /// <summary>Whether a thief has used one of its secrets: from then on nobody can tell owner and thief apart.</summary>
    public bool Tainted { get; set; }

    public bool Lives(DateTimeOffset at) => Ended is null && at < absoluteDeadline && at < LastSeen + idleTimeout;

    public ModelSecret Start() => Current = new ModelSecret(this, 0);

    public void End(SessionEndReason reason) => Ended ??= reason;

    public ModelSecret Renew()
    {
        _pending = Current;
        return Current = new ModelSecret(this, Current.Generation);
    }

    public ModelSecret Regenerate(DateTimeOffset at)
    {
        Current.SpentAt = at;
        if (_pending is { SpentAt: null })
            _pending.SpentAt = at;
        if (_pending is { } graced && graced.SpentAt > at)
            graced.SpentAt = at;
        _pending = null;
        return Current = new ModelSecret(this, Current.Generation + 1);
    }

    /// <summary>A cookie arrives: the current secret confirms a pending renewal.</summary>
    public void Confirm(ModelSecret arrived, DateTimeOffset at)
    {
        if (arrived == Current && _pending is { SpentAt: null })
            _pending.SpentAt = at + SecureSessionDefaults.RenewalGrace;
    }

    public FindStatus Judge(ModelSecret secret, DateTimeOffset at)
    {
        if (!Lives(at))
            return FindStatus.Ended;
        if (secret == Current)
            return FindStatus.Current;
        if (secret.SpentAt is not { } spentAt)
            return FindStatus.Pending;
        return at < spentAt ? FindStatus.Grace : FindStatus.Spent;
    }
}

namespace SecureSessions;

/// <summary>Counts attempts to sign in, in the memory of this process.</summary>
internal sealed class MemoryCounters(TimeProvider timeProvider, int capacity = SecureSessionDefaults.MaxCountedAttempts)
    : ISecureSessionCounters
{
    private static readonly long Retention = SessionClock.ToMilliseconds(SecureSessionDefaults.HistoryRetention);

    private readonly Lock _lock = new();
    private readonly SessionClock _clock = new(timeProvider);
    private readonly CounterTable _accounts = new(capacity);
    private readonly CounterTable _sources = new(capacity);

    /// <summary>The networks of each account: they are kept by the rules for the devices of a user.</summary>
    private readonly DeviceMemory _networks = new(capacity);

    /// <summary>Accounts and sources that are counted, and accounts whose networks are known.</summary>
    internal (int Accounts, int Sources, int Known) Counts
    {
        get
        {
            lock (_lock)
                return (_accounts.Count, _sources.Count, _networks.Count);
        }
    }

    public ValueTask<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Count(keys, limits));
    }

    public ValueTask<int> ForgetAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(Forget(keys, limits));
    }

    private AttemptCount Count(AttemptKeys keys, AttemptLimits limits)
    {
        long now = _clock.Now;
        CounterEntry account = _accounts.Get(keys.Method, now);
        CounterEntry source = _sources.Get(keys.Source, now);
        if (now - account.Since >= SessionClock.ToMilliseconds(limits.Window))
            (account.Recent, account.Since) = (0, now);

        bool isKnown = keys.Network is { } network && _networks.Knows(keys.Account, network, SessionClock.ToInstant(now));
        long wait = Math.Max(
            source.LastAt + SourceWait(source, limits) - now, account.LastAt + AccountWait(account, isKnown, limits) - now);
        if (wait > 0)
            return new AttemptCount(IsCounted: false, TimeSpan.FromMilliseconds(wait), account.Failures);

        account.Failures++;
        account.Recent++;
        source.Failures++;
        (account.LastAt, source.LastAt) = (now, now);
        account.ExpiresAt = now + AccountRetention(account, limits);
        source.ExpiresAt = now + SourceWait(source, limits) + SessionClock.ToMilliseconds(limits.Window);
        _accounts.Put(account, now);
        _sources.Put(source, now);
        return new AttemptCount(
            IsCounted: true,
            TimeSpan.FromMilliseconds(Math.Max(SourceWait(source, limits), AccountWait(account, isKnown, limits))),
            account.Failures - 1);
    }

    private int Forget(AttemptKeys keys, AttemptLimits limits)
    {
        long now = _clock.Now;
        CounterEntry account = _accounts.Get(keys.Method, now);
        int forgotten = account.Failures;
        _sources.Remove(keys.Source);
        if (keys.Network is { } network)
            Remember(keys.Account, network, SessionClock.ToInstant(now));

        account.Failures = 0;
        account.Recent--;
        account.ExpiresAt = now + SessionClock.ToMilliseconds(limits.Window);
        if (account.Recent > 0)
            _accounts.Put(account, now);
        else
            _accounts.Remove(keys.Method);
        return forgotten;
    }

    private void Remember(string account, string network, DateTimeOffset now)
    {
        _networks.Remember(account, new KnownDevice(network, Network: null, now), now);
        _networks.Trim(now);
    }

    private static long SourceWait(CounterEntry source, AttemptLimits limits) => source.Failures < limits.SourceFailures
        ? 0
        : (long)Math.Min(
            Math.ScaleB(SessionClock.ToMilliseconds(limits.FirstSourceWait), source.Failures - limits.SourceFailures),
            SessionClock.ToMilliseconds(limits.MaxSourceWait));

    private static long AccountWait(CounterEntry account, bool isKnown, AttemptLimits limits) =>
        isKnown || account.Recent < limits.AccountFailures ? 0 : SessionClock.ToMilliseconds(limits.AccountWait);

    private static long AccountRetention(CounterEntry account, AttemptLimits limits) => Math.Max(
        Math.Min(account.Failures * SessionClock.ToMilliseconds(limits.FailureRetention), Retention),
        SessionClock.ToMilliseconds(limits.Window));
}

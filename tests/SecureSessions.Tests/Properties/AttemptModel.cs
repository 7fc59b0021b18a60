namespace SecureSessions.Tests.Properties;

/// <summary>
/// What the counters of sign-ins have to say, worked out each time from all that has happened. Two sources are one network.
/// </summary>
internal sealed class AttemptModel(AttemptLimits limits)
{
    private readonly List<Happening> _past = [];

    public TimeSpan Now { get; set; }

    public AttemptCount Attempt(int account, int source)
    {
        int failures = FailuresOf(account, out _);
        TimeSpan wait = Max(SourceWait(account, source) + LastOf(account, source), AccountWait(account, source) + LastOf(account)) - Now;
        if (wait > TimeSpan.Zero)
            return new AttemptCount(false, wait, failures);

        _past.Add(new Happening(Now, account, source, IsSuccess: false));
        return new AttemptCount(true, Max(SourceWait(account, source), AccountWait(account, source)), failures);
    }

    public int Succeed(int account, int source)
    {
        int failures = FailuresOf(account, out _);
        _past.Add(new Happening(Now, account, source, IsSuccess: true));
        return failures;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Those in a row, and those within the window.</summary>
    private int FailuresOf(int account, out int recent)
    {
        (int inARow, recent, TimeSpan since, TimeSpan last) = (0, 0, TimeSpan.MinValue, TimeSpan.MinValue);
        foreach (Happening one in _past.Where(one => one.Account == account).Append(new Happening(Now, account, -1, IsSuccess: false)))
        {
            if (inARow > 0 && one.At >= last + Max(limits.Window, Min(inARow * limits.FailureRetention, TimeSpan.FromDays(90))))
                inARow = 0;
            if (recent > 0 && one.At >= since + limits.Window)
                recent = 0;
            if (one.Source < 0)
                break;

            if (one.IsSuccess)
                (inARow, recent) = (0, Math.Max(recent - 1, 0));
            else
            {
                since = recent == 0 ? one.At : since;
                (inARow, recent, last) = (inARow + 1, recent + 1, one.At);
            }
        }

        return inARow;
    }

    private int FailuresOf(int account, int source)
    {
        (int count, TimeSpan last) = (0, TimeSpan.MinValue);
        IEnumerable<Happening> own = _past.Where(one => one.Account == account && one.Source == source);
        foreach (Happening one in own.Append(new Happening(Now, account, -1, IsSuccess: false)))
        {
            if (count > 0 && one.At >= last + WaitAfter(count) + limits.Window)
                count = 0;
            if (one.Source < 0)
                break;

            (count, last) = one.IsSuccess ? (0, last) : (count + 1, one.At);
        }

        return count;
    }

    private TimeSpan SourceWait(int account, int source) => WaitAfter(FailuresOf(account, source));

    private TimeSpan AccountWait(int account, int source)
    {
        FailuresOf(account, out int recent);
        bool isKnown = _past.Any(
            one => one.IsSuccess && one.Account == account && one.Source / 2 == source / 2 && Now < one.At + TimeSpan.FromDays(90));
        return isKnown || recent < limits.AccountFailures ? TimeSpan.Zero : limits.AccountWait;
    }

    private TimeSpan WaitAfter(int failures)
    {
        TimeSpan wait = failures < limits.SourceFailures ? TimeSpan.Zero : limits.FirstSourceWait;
        for (int i = limits.SourceFailures; i < failures && wait < limits.MaxSourceWait; i++)
            wait *= 2;
        return Min(wait, limits.MaxSourceWait);
    }

    private TimeSpan LastOf(int account, int? source = null) => _past
        .LastOrDefault(one => !one.IsSuccess && one.Account == account && (source is null || one.Source == source))?.At ?? TimeSpan.Zero;

    private sealed record Happening(TimeSpan At, int Account, int Source, bool IsSuccess);
}

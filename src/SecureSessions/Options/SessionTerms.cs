namespace SecureSessions;

/// <summary>What a session is to have that is about to begin.</summary>
/// <param name="IdleTimeout">How long it lives without activity.</param>
/// <param name="AbsoluteTimeout">How long it lives at most.</param>
/// <param name="MaxSessions">How many sessions its user may have, this one included.</param>
internal readonly record struct SessionTerms(TimeSpan IdleTimeout, TimeSpan AbsoluteTimeout, int MaxSessions)
{
    /// <summary>The terms with deadlines in whole milliseconds, which every store can keep exactly.</summary>
    public SessionTerms Floored() => this with { IdleTimeout = Floor(IdleTimeout), AbsoluteTimeout = Floor(AbsoluteTimeout) };

    private static TimeSpan Floor(TimeSpan duration) => TimeSpan.FromMilliseconds(Math.Floor(duration.TotalMilliseconds));
}

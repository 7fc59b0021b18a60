namespace SecureSessions.TestKit;

// The counters of the store behind.
public sealed partial class FaultyStore : ISecureSessionCounters
{
    /// <summary>Whether the store behind counts attempts to sign in.</summary>
    public bool HasCounters => innerCounters is not null;

    /// <summary>The counters of the store behind.</summary>
    public ISecureSessionCounters InnerCounters => innerCounters ?? throw new InvalidOperationException("The store has no counters.");

    public ValueTask<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.CountAttempt, () => InnerCounters.CountAsync(keys, limits, cancellationToken));

    public ValueTask<int> ForgetAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken) =>
        RunAsync(StoreOperation.ForgetAttempts, () => InnerCounters.ForgetAsync(keys, limits, cancellationToken));
}

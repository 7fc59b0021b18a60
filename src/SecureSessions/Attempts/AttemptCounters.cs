using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Counts attempts in the store, or in the memory of this node if the store counts none.</summary>
internal sealed class AttemptCounters(
    StoreGateway store, MemoryCounters memory, SessionPolicy policy, ILogger<AttemptCounters> logger)
{
    private readonly Once _warning = new();

    /// <inheritdoc cref="ISecureSessionCounters.CountAsync"/>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public ValueTask<AttemptCount> CountAsync(AttemptKeys keys)
    {
        if (store.CountsAttempts)
            return store.CountAttemptAsync(keys, policy.AttemptLimits);

        if (_warning.TryTake())
        {
            Log.WeakStore(
                logger,
                "The session store counts no attempts to sign in: no ISecureSessionCounters is registered with it, so that each node "
                + "counts for itself, and an attacker has as many attempts on each. Use AddRedisStore(...), or register counters of your "
                + "own after AddStore()");
        }

        return memory.CountAsync(keys, policy.AttemptLimits, CancellationToken.None);
    }

    /// <inheritdoc cref="ISecureSessionCounters.ForgetAsync"/>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public ValueTask<int> ForgetAsync(AttemptKeys keys) => store.CountsAttempts
        ? store.ForgetAttemptsAsync(keys, policy.AttemptLimits)
        : memory.ForgetAsync(keys, policy.AttemptLimits, CancellationToken.None);
}

namespace SecureSessions;

/// <summary>
/// Counts attempts to sign in, so that all nodes count as one: a store's fourth port, for <c>ISignInAttempts</c>. Optional: without it each
/// node counts for itself.
/// </summary>
/// <remarks>
/// <para>An attempt counts as a failure from the moment it is admitted. A success takes that back.</para>
/// <para>
/// The store's own time decides, everything that is kept has an end, and an exception means that the store failed, as in
/// <see cref="ISecureSessionStore"/>. Implementations must pass <c>SessionCountersContract</c> of the package SecureSessions.Testing. A
/// store of your own registers its port as a singleton, after <c>AddStore()</c>.
/// </para>
/// </remarks>
public interface ISecureSessionCounters
{
    /// <summary>
    /// Counts an attempt, unless its source or its account has to wait. Decides and counts in one step: of many calls at once as many are
    /// counted as of the same calls one after the other.
    /// </summary>
    /// <param name="keys">What to count it under.</param>
    /// <param name="limits">The rules.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>Whether it was counted. An attempt that has to wait changes nothing: it does not lengthen the wait.</returns>
    /// <remarks>
    /// The account counts its consecutive failures, those within a window that begins with the first one, and when the last attempt was.
    /// The source counts its own failures on the account, and when its last attempt was. A network that is remembered does not wait for the
    /// account, only for its source.
    /// </remarks>
    ValueTask<AttemptCount> CountAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// After a success: forgets the consecutive failures of the account by the method, and those of the source. One attempt is taken off
    /// the window of the account, in which the others stay.
    /// </summary>
    /// <param name="keys">
    /// What the attempt was counted under. If a network is named, it is remembered: as long as a
    /// <see cref="KnownDevice"/>, <see cref="SecureSessionDefaults.MaxKnownDevices"/> an account at most.
    /// </param>
    /// <param name="limits">The rules.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>How many consecutive failures were forgotten, the attempt that succeeded included.</returns>
    ValueTask<int> ForgetAsync(AttemptKeys keys, AttemptLimits limits, CancellationToken cancellationToken);
}

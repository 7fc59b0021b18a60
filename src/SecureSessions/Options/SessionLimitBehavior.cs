namespace SecureSessions;

/// <summary>
/// What happens to a sign-in by which its user would have more sessions than <see cref="SecureSessionOptions.MaxSessionsPerUser"/> (ASVS
/// 7.1.2).
/// </summary>
public enum SessionLimitBehavior
{
    /// <summary>The oldest sessions of the user are ended: the limit is never exceeded, and the last sign-in succeeds.</summary>
    EndOldest = 1,

    /// <summary>The sign-in is refused with a <see cref="SessionLimitException"/> until the user has ended another session.</summary>
    RefuseNew = 2,

    /// <summary>
    /// The sign-in succeeds, and the event <see cref="SessionEventType.LimitExceeded"/> reports it. No session is ended, so nothing bounds
    /// how many sessions a user has in the store.
    /// </summary>
    AllowAndNotify = 3,
}

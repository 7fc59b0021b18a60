namespace SecureSessions;

/// <summary>What happens to a sign-in by which its user would have more sessions than <see cref="SecureSessionOptions.MaxSessionsPerUser"/> (ASVS 7.1.2).</summary>
public enum SessionLimitBehavior
{
    /// <summary>The oldest sessions make room for it: the limit is never exceeded, and whoever signed in last is in.</summary>
    EndOldest = 1,

    /// <summary>It is refused with a <see cref="SessionLimitException"/> until the user has ended another session.</summary>
    RefuseNew = 2,

    /// <summary>It succeeds, and the event <see cref="SessionEventType.LimitExceeded"/> tells of it. Nothing is ended, so that nothing bounds
    /// how many sessions a user has in the store.</summary>
    AllowAndNotify = 3,
}

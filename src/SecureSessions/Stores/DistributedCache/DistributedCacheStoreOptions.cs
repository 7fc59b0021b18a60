namespace SecureSessions;

/// <summary>Options of the store over a distributed cache.</summary>
public sealed class DistributedCacheStoreOptions
{
    /// <summary>What the keys begin with; the session's id follows.</summary>
    /// <value><c>ss:</c>.</value>
    /// <remarks>
    /// It keeps the sessions apart from what else the cache holds, and from the sessions of other apps. Changing it ends all sessions.
    /// </remarks>
    public string KeyPrefix { get; set; } = SecureSessionDefaults.KeyPrefix;
}

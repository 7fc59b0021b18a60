namespace SecureSessions.Redis;

/// <summary>The defaults of the store on Redis that are not <see cref="SecureSessionDefaults"/>.</summary>
public static class RedisSessionStoreDefaults
{
    /// <summary>What all keys begin with.</summary>
    public const string KeyPrefix = "ss:";
}

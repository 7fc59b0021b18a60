namespace SecureSessions.TestKit;

/// <summary>The operations of a store.</summary>
public enum StoreOperation
{
    GetTime,
    Create,
    Find,
    Peek,
    Replace,
    End,
    CheckHealth,
}

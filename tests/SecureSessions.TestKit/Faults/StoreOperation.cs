namespace SecureSessions.TestKit;

/// <summary>The operations of a store: of its sessions, then of its users port.</summary>
public enum StoreOperation
{
    GetTime,
    Create,
    Find,
    Peek,
    Replace,
    End,
    CheckHealth,
    Reserve,
    List,
    Remove,
    History,
    LeaseDue,
    Postpone,
    Complete,
}

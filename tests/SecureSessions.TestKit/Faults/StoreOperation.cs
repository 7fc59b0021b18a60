namespace SecureSessions.TestKit;

/// <summary>The operations of a store: of its sessions, then of its users port, then of its counters.</summary>
public enum StoreOperation
{
    GetTime,
    Create,
    Find,
    Peek,
    Replace,
    End,
    Mark,
    CheckHealth,
    Reserve,
    List,
    Remove,
    History,
    RememberDevice,
    ForgetUser,
    LeaseDue,
    Postpone,
    Complete,
    CountAttempt,
    ForgetAttempts,
}

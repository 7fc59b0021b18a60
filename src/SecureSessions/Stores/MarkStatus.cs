namespace SecureSessions;

/// <summary>The answer of <see cref="ISecureSessionStore.MarkAsync"/>.</summary>
public enum MarkStatus
{
    /// <summary>The session is marked.</summary>
    Marked = 1,

    /// <summary>It has ended.</summary>
    Ended = 2,

    /// <summary>The store does not know it; its create may still be under way.</summary>
    Absent = 3,
}

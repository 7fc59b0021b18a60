namespace SecureSessions.TestKit;

/// <summary>How a store fails.</summary>
public enum StoreFault
{
    None,

    /// <summary>Throws before it returns a task.</summary>
    ThrowsAtOnce,

    /// <summary>Throws after a yield.</summary>
    ThrowsAfterYield,

    /// <summary>Throws some milliseconds later.</summary>
    ThrowsLater,

    /// <summary>Carries the call out, and then throws: the outcome is known to nobody.</summary>
    ThrowsAfterDoing,

    /// <summary>Never answers.</summary>
    Hangs,
}

namespace SecureSessions;

/// <summary>What a store knows about an id and a secret.</summary>
public enum FindStatus
{
    /// <summary>The session lives and this is its secret.</summary>
    Current = 1,

    /// <summary>The session lives; this is the previous secret, and nobody has used the new one yet: it stays good.</summary>
    Pending = 2,

    /// <summary>
    /// The session lives; this is the previous secret, and the grace for requests that were already under way still runs.
    /// </summary>
    Grace = 3,

    /// <summary>The session lives, but this secret was replaced and its grace is over.</summary>
    Spent = 4,

    /// <summary>The session has ended, and this was one of its last secrets.</summary>
    Ended = 5,

    /// <summary>The session lives, and this was never one of its secrets (or too long ago to tell): a forgery.</summary>
    WrongSecret = 6,

    /// <summary>Nothing is known of this id, or nothing that this secret entitles to.</summary>
    Unknown = 7,
}

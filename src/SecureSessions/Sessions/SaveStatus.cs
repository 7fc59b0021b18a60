namespace SecureSessions;

/// <summary>What became of writing a session's changes.</summary>
internal enum SaveStatus
{
    Saved = 1,

    /// <summary>The session ended meanwhile; nothing was written.</summary>
    Gone = 2,

    /// <summary>Others kept writing; nothing was written.</summary>
    Conflict = 3,

    /// <summary>The secret was changed beyond this request's reach, or is one that may not be changed any more; nothing was written.</summary>
    OutOfReach = 4,
}

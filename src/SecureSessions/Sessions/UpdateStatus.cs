namespace SecureSessions;

/// <summary>How a change of a stored session went.</summary>
internal enum UpdateStatus
{
    /// <summary>It was written.</summary>
    Written = 1,

    /// <summary>There was nothing to change in the session as it is now; nothing was written.</summary>
    Unneeded = 2,

    /// <summary>The session has ended; nothing was written.</summary>
    Ended = 3,

    /// <summary>Another request has changed the secret, so that the one at hand opens nothing any more; nothing was written.</summary>
    Superseded = 4,

    /// <summary>Others kept writing, or a newer version of the library did; nothing was written.</summary>
    Conflict = 5,
}

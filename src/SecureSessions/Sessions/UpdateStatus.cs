namespace SecureSessions;

/// <summary>The outcome of a change of a stored session.</summary>
internal enum UpdateStatus
{
    /// <summary>The change was written.</summary>
    Written = 1,

    /// <summary>There was nothing to change in the session as it is now; nothing was written.</summary>
    Unneeded = 2,

    /// <summary>The session has ended; nothing was written.</summary>
    Ended = 3,

    /// <summary>
    /// Another request has changed the secret, so that this request cannot open the session any more; nothing was written.
    /// </summary>
    Superseded = 4,

    /// <summary>Other requests kept writing, or a newer version of the library has written; nothing was written by this request.</summary>
    Conflict = 5,
}

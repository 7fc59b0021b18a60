namespace SecureSessions;

/// <summary>What came of carrying out what a request means to do with its session.</summary>
internal enum CommitStatus
{
    Done = 1,

    /// <summary>The session is not this request's any more: its changes were dropped. 401.</summary>
    Refused = 2,

    /// <summary>The store failed or others kept writing. 503.</summary>
    Unavailable = 3,

    /// <summary>Another site sent the request, which is not to begin a session. 403.</summary>
    Forbidden = 4,
}

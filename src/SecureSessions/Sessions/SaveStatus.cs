namespace SecureSessions;

/// <summary>What became of writing a session's changes.</summary>
internal enum SaveStatus
{
    Saved = 1,

    /// <summary>The session ended meanwhile; nothing was written.</summary>
    Gone = 2,

    /// <summary>Others kept writing, or changed the secret beyond this request's reach; nothing was written.</summary>
    Conflict = 3,
}

namespace SecureSessions;

/// <summary>What became of a token that arrived.</summary>
internal enum LoadStatus
{
    /// <summary>The session lives and was opened.</summary>
    Loaded = 1,

    /// <summary>No session knows the token.</summary>
    Unknown = 2,

    /// <summary>The session lives, and the secret was never its own.</summary>
    Forged = 3,

    /// <summary>The secret was replaced not long ago.</summary>
    Spent = 4,

    /// <summary>The secret was replaced long ago: probably a copy.</summary>
    Reused = 5,

    /// <summary>The session has ended.</summary>
    Ended = 6,

    /// <summary>The record is there, but its payload does not open.</summary>
    Undecryptable = 7,

    /// <summary>The session lives, and its payload has a format of a newer version.</summary>
    Unreadable = 8,
}

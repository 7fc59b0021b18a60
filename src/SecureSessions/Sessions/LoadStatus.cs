namespace SecureSessions;

/// <summary>The result of looking up a token that arrived.</summary>
internal enum LoadStatus
{
    /// <summary>The session is alive, and its payload was opened.</summary>
    Loaded = 1,

    /// <summary>The store knows no session with the id of the token.</summary>
    Unknown = 2,

    /// <summary>The session is alive, and the secret of the token never belonged to it.</summary>
    Forged = 3,

    /// <summary>The secret was replaced not long ago.</summary>
    Spent = 4,

    /// <summary>The secret was replaced long ago: the cookie is probably a copy.</summary>
    Reused = 5,

    /// <summary>The session has ended.</summary>
    Ended = 6,

    /// <summary>The store has the record, but its payload cannot be opened.</summary>
    Undecryptable = 7,

    /// <summary>The session is alive, and its payload has a format of a newer version of the library.</summary>
    Unreadable = 8,
}

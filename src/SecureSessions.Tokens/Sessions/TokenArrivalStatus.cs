namespace SecureSessions.Tokens;

/// <summary>The outcome of looking up a refresh token.</summary>
internal enum TokenArrivalStatus
{
    /// <summary>The session is alive, and the token is good.</summary>
    Good = 1,

    /// <summary>The token belongs to no session.</summary>
    Rejected = 2,

    /// <summary>The token was replaced, and its client has had the one that replaced it: one of the two users is a thief.</summary>
    Reused = 3,

    /// <summary>The session has ended.</summary>
    Ended = 4,

    /// <summary>The store has the session, but its payload cannot be opened.</summary>
    Undecryptable = 5,

    /// <summary>The session is alive, and a newer version of the library wrote it.</summary>
    Unreadable = 6,
}

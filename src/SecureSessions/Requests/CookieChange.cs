namespace SecureSessions;

/// <summary>What the answer does to the session cookie.</summary>
internal enum CookieChange
{
    /// <summary>What was decided before.</summary>
    Keep,

    /// <summary>It carries the token of the session that is adopted.</summary>
    Send,

    /// <summary>It deletes the browser's cookie.</summary>
    Delete,

    /// <summary>Nothing, whatever was decided before.</summary>
    Forget,
}

namespace SecureSessions;

/// <summary>What the answer does to the session cookie.</summary>
internal enum CookieChange
{
    /// <summary>The decision made before stays.</summary>
    Keep,

    /// <summary>The answer sends the token of the adopted session.</summary>
    Send,

    /// <summary>The answer deletes the browser's cookie.</summary>
    Delete,

    /// <summary>The answer leaves the cookie alone, whatever was decided before.</summary>
    Forget,

    /// <summary>The decision made before stays, and the answer deletes the cookies that go with the session's.</summary>
    DeleteCompanions,
}

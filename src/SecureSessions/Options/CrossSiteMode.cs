namespace SecureSessions;

/// <summary>What happens to a request that another site sent with the session cookie, or that would begin a session.</summary>
public enum CrossSiteMode
{
    /// <summary>It is answered 403. With the cookie its handler does not run; without it nothing that it writes is stored, and nobody is signed in.</summary>
    Enforce = 1,

    /// <summary>It is carried out, and the event raised: to see what <see cref="Enforce"/> would refuse.</summary>
    Report = 2,

    /// <summary>Nobody looks.</summary>
    Off = 3,
}

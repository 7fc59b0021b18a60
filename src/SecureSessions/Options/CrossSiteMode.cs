namespace SecureSessions;

/// <summary>What happens to a request that another site sent with the session cookie, or that would begin a session.</summary>
public enum CrossSiteMode
{
    /// <summary>
    /// The request is answered 403. If it carries the session cookie, its handler does not run. If it carries none, its handler runs, but
    /// no session is stored and no user is signed in.
    /// </summary>
    Enforce = 1,

    /// <summary>The request is carried out, and the event is raised: it shows what <see cref="Enforce"/> would refuse.</summary>
    Report = 2,

    /// <summary>Requests are not checked.</summary>
    Off = 3,
}

namespace SecureSessions;

/// <summary>What happens to a request that another site sent with the session cookie.</summary>
public enum CrossSiteMode
{
    /// <summary>It is answered 403 and its handler does not run.</summary>
    Enforce = 1,

    /// <summary>It is carried out, and the event raised: to see what <see cref="Enforce"/> would refuse.</summary>
    Report = 2,

    /// <summary>Nobody looks.</summary>
    Off = 3,
}

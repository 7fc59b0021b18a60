namespace SecureSessions;

/// <summary>Whether a request may change something, and if not, what gave it away.</summary>
internal enum CrossSiteVerdict
{
    Allowed = 1,

    /// <summary>The browser says that another site sent it.</summary>
    FetchSite = 2,

    /// <summary>An older browser names another origin, or none that could be trusted.</summary>
    Origin = 3,

    /// <summary>Nothing says where it comes from; a refusal in strict mode only.</summary>
    NoOrigin = 4,
}

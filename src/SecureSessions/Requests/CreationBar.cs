namespace SecureSessions;

/// <summary>Why a request may not create a session by writing a value.</summary>
internal enum CreationBar
{
    None = 0,

    /// <summary>
    /// The request brought the token of a session that has ended, and is not a navigation: a late request of a page that was open when the
    /// session ended. A cookie of a new session could displace a newer one.
    /// </summary>
    DeadToken = 1,

    /// <summary>The store failed, and the request was carried on as anonymous.</summary>
    StoreFailed = 2,

    /// <summary>The connection is plain HTTP, over which no cookie is sent.</summary>
    InsecureTransport = 3,
}

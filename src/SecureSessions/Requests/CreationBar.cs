namespace SecureSessions;

/// <summary>Why a request may not create a session by writing a value.</summary>
internal enum CreationBar
{
    None = 0,

    /// <summary>
    /// It brought the token of a session that has ended, and is no navigation: a late request of a page that was open then. Its cookie could
    /// displace a newer one.
    /// </summary>
    DeadToken = 1,

    /// <summary>The store failed, and the request was carried on as anonymous.</summary>
    StoreFailed = 2,

    /// <summary>The connection may carry no cookie.</summary>
    InsecureTransport = 3,
}

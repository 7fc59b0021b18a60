namespace SecureSessions.Benchmarks.Tokens;

/// <summary>The ways in which an API checks an access token.</summary>
internal enum TokenVariant
{
    /// <summary>It looks at none: the most that the server can do.</summary>
    Bare = 1,

    /// <summary><c>AddJwtBearer()</c> of ASP.NET Core with the key, one algorithm, one type, issuer and audience.</summary>
    Plain = 2,

    /// <summary><c>AddSessionBearer()</c>, which looks at no session.</summary>
    SignatureOnly = 3,

    /// <summary>It asks the store in memory now and then.</summary>
    Cached = 4,

    /// <summary>It asks the store in memory at every request.</summary>
    EveryRequest = 5,

    /// <summary>It asks Redis now and then.</summary>
    CachedOnRedis = 6,

    /// <summary>It asks Redis at every request.</summary>
    EveryRequestOnRedis = 7,
}

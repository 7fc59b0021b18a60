namespace SecureSessions.Tokens;

/// <summary>The kinds of <see cref="SessionCheck"/>.</summary>
internal enum SessionCheckKind
{
    /// <summary>The store is asked.</summary>
    EveryRequest = 1,

    /// <summary>The store is asked, and its answer is remembered.</summary>
    Cached = 2,

    /// <summary>The issuer is asked.</summary>
    Introspect = 3,

    /// <summary>Nobody is asked.</summary>
    SignatureOnly = 4,
}

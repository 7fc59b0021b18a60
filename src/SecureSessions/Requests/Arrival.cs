using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>What a request has brought: decided once, before anybody looks at the session.</summary>
internal readonly record struct Arrival
{
    public SessionOutcome Outcome { get; init; }

    /// <summary>The token that arrived, if it was asked for in the store.</summary>
    public SessionToken Token { get; init; }

    /// <summary>Whether the request counted as activity.</summary>
    public bool IsActivity { get; init; }

    /// <summary>The endpoint as it was known then.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>Whether no session knows the token.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether the request brought another cookie of the name, which goes with the answer's.</summary>
    public bool HasOtherCookie { get; init; }

    /// <summary>Whether the session could not be looked up.</summary>
    public bool IsUnavailable => Outcome.Bar == CreationBar.StoreFailed;

    /// <summary>The session whose cookie is sent although nothing has changed it, as its renewal is pending; looked at again before that.</summary>
    public LoadedSession? Renewed => Outcome.Cookie == CookieChange.Send ? Outcome.Adopted : null;

    /// <summary>The status to answer without running the handler; <see langword="null"/> if it may run.</summary>
    public int? Refusal { get; init; }
}

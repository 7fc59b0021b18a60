using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>The decision about a request on its way in, made once, before the handler sees the session.</summary>
internal readonly record struct Arrival
{
    public SessionOutcome Outcome { get; init; }

    /// <summary>The token that arrived, if it was looked up in the store.</summary>
    public SessionToken Token { get; init; }

    /// <summary>Whether the request counted as activity.</summary>
    public bool IsActivity { get; init; }

    /// <summary>The endpoint as it was known when the session was loaded.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>Whether the store knows no session with the id of the token.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether the request brought a second cookie of the same name, to be deleted when the answer sends the cookie.</summary>
    public bool HasOtherCookie { get; init; }

    /// <summary>Whether the session could not be looked up, because the store failed.</summary>
    public bool IsUnavailable => Outcome.Bar == CreationBar.StoreFailed;

    /// <summary>
    /// The session whose cookie is sent because its renewal is pending. Its secret is looked up again before the cookie is sent.
    /// </summary>
    public LoadedSession? PendingRenewal => Outcome.Cookie == CookieChange.Send ? Outcome.Adopted : null;
}

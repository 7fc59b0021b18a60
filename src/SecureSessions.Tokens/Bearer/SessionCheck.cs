namespace SecureSessions.Tokens;

/// <summary>How an API finds out whether the session of an access token lives.</summary>
public sealed class SessionCheck
{
    private SessionCheck(
        SessionCheckKind kind, TimeSpan time = default, Uri? endpoint = null, Func<HttpRequestMessage, ValueTask>? authorize = null)
    {
        Kind = kind;
        Time = time;
        Endpoint = endpoint;
        Authorize = authorize;
    }

    /// <summary>
    /// Asks the store at every request: a session that has ended, or whose privileges were changed, is noticed at once. Needs
    /// <c>AddSecureSessions()</c> with the store and the <c>StoreKey</c> of the issuer. Costs one call to the store.
    /// </summary>
    public static SessionCheck EveryRequest { get; } = new(SessionCheckKind.EveryRequest);

    /// <summary>Does not ask. Security: a token is good to its end, whatever becomes of its session.</summary>
    public static SessionCheck SignatureOnly { get; } = new(SessionCheckKind.SignatureOnly);

    internal SessionCheckKind Kind { get; }

    internal TimeSpan Time { get; }

    internal Uri? Endpoint { get; }

    internal Func<HttpRequestMessage, ValueTask>? Authorize { get; }

    /// <summary>
    /// Asks the store, and remembers for a while that the session lives. What the store announces is noticed at once, as on Redis; what is
    /// not announced or is missed, within this time.
    /// </summary>
    /// <param name="time">How long. More than zero, and at most <see cref="SessionTokenDefaults.LongestSessionCache"/>.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public static SessionCheck Cached(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, SessionTokenDefaults.LongestSessionCache);
        return new SessionCheck(SessionCheckKind.Cached, time);
    }

    /// <summary>Asks the issuer at every request (RFC 7662): for APIs that cannot reach the store.</summary>
    /// <param name="endpoint">The introspection endpoint of the issuer.</param>
    /// <param name="authorize">Adds to the request what the endpoint asks for, such as an <c>Authorization</c> header.</param>
    /// <returns>The check.</returns>
    public static SessionCheck Introspect(Uri endpoint, Func<HttpRequestMessage, ValueTask>? authorize = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new SessionCheck(SessionCheckKind.Introspect, endpoint: endpoint, authorize: authorize);
    }
}

using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Marks how endpoints use the session.</summary>
public static class SecureSessionsEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Requests to the endpoint have the session but do not count as activity: they do not move the idle deadline. For polling and expiry
    /// probes (NIST SP 800-63B 5.2, "activity from the subscriber").
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder AsPassive<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequestFacts.PassiveMark);

    /// <summary>
    /// Requests to the endpoint have no session: none is loaded, and no user is signed in. For health checks and public files.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder WithoutSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequestFacts.WithoutSessionMark);

    /// <summary>
    /// A request to the endpoint is cut when its session ends, on whichever node, or its privileges change (TM-9, RG-1). For a reverse
    /// proxy, whose WebSockets and event streams would outlive the session: <c>app.MapReverseProxy().AbortWhenEnded()</c>.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>
    /// Requests without a stored session are left alone. While a request runs, the session is watched, as those of hubs are.
    /// </remarks>
    public static TBuilder AbortWhenEnded<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(RequestFacts.AbortWhenEndedMark);

    /// <summary>
    /// Other sites may send requests to the endpoint with the session cookie, and begin a session there: a payment provider's post, a
    /// webhook. For controllers and page models there is <see cref="AllowCrossSiteAttribute"/>. The callbacks of remote authentication
    /// schemes need no mark.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    /// <remarks>Security: the endpoint has to verify the sender of a request by other means.</remarks>
    public static TBuilder AllowCrossSite<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AllowCrossSiteAttribute());
}

using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says how endpoints treat the session.</summary>
public static class SecureSessionsEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Requests to the endpoint are answered from the session but are no activity: they do not move the idle deadline. For polling and
    /// expiry probes (NIST SP 800-63B 5.2, "activity from the subscriber").
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder AsPassive<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(SessionMarks.Passive);

    /// <summary>The endpoint has no session: none is loaded, and nobody is signed in there. For health checks and public files.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder WithoutSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(SessionMarks.WithoutSession);
}

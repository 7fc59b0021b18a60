using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>
/// Lets only users end other sessions who have authenticated recently (ASVS 7.5.2). A user may always end the current session.
/// </summary>
/// <remarks>
/// Does what <c>RequireFreshAuthentication()</c> does, without a redirect and without authorization services: these endpoints check the
/// session alone, and a script calls them.
/// </remarks>
internal sealed class FreshAuthenticationFilter(TimeSpan maxAge) : IEndpointFilter
{
    private readonly string _challenge = new StepUpChallenge(maxAge, level: null).ToString();

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext httpContext = context.HttpContext;
        SecureSession session = SessionEndpoints.SessionOf(httpContext);
        if (SessionEndpoints.UserIdOf(httpContext) is null
            || session.IsAuthenticated(maxAge, level: null)
            || (string?)httpContext.GetRouteValue("id") == session.Id)
            return next(context);

        httpContext.Response.Headers.Append(HeaderNames.WWWAuthenticate, _challenge);
        return ValueTask.FromResult<object?>(TypedResults.Unauthorized());
    }
}

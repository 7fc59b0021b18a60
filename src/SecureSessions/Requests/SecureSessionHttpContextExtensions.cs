using Microsoft.AspNetCore.Http.Features;
using SecureSessions;

namespace Microsoft.AspNetCore.Http;

/// <summary>Finds the session of a request.</summary>
public static class SecureSessionHttpContextExtensions
{
    /// <summary>The session of this request: the same object as <c>HttpContext.Session</c>, with the library's own members.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">The request has no session.</exception>
    public static ISecureSession GetSecureSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<ISessionFeature>() is WithoutSession none)
            throw none.CreateException();

        RequestSession? request = RequestSession.Find(context);
        request?.OnSessionAccessed();
        return request?.Session
            ?? throw new InvalidOperationException(
                "This request has no session. Call app.UseSecureSessions() before the code that uses the session, and do not mark the "
                + "endpoint WithoutSession().");
    }
}

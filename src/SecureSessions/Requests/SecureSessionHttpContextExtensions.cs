using Microsoft.AspNetCore.Http.Features;
using SecureSessions;

namespace Microsoft.AspNetCore.Http;

/// <summary>Finds the session of a request.</summary>
public static class SecureSessionHttpContextExtensions
{
    /// <summary>The session of this request: the same object as <c>HttpContext.Session</c>, with all that it can do.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">The request has none.</exception>
    public static ISecureSession GetSecureSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<ISessionFeature>() is INoSession none)
            throw none.Refuse();

        RequestSession? request = RequestSession.Find(context);
        request?.NoteLook();
        return request?.Session
            ?? throw new InvalidOperationException("This request has no session. Call app.UseSecureSessions() before the code that asks for it, and do not mark the endpoint WithoutSession().");
    }
}

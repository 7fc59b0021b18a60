using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>
/// Checks at start-up that an app that needs sessions calls UseSecureSessions(), and puts <see cref="FailureMiddleware"/> first in the
/// pipeline: a sign-in may fail before the session middleware is reached.
/// </summary>
internal sealed class PipelineCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        RequestSessions? sessions = app.ApplicationServices.GetService<RequestSessions>();
        if (sessions is not null)
            app.Use(inner => new FailureMiddleware(inner, sessions.Failures).InvokeAsync);
        next(app);
        if (sessions is { AreInUse: false })
        {
            throw new InvalidOperationException(
                "AddSecureSession() and AddSignalR().AddSecureSessions() need sessions, but the pipeline has no session middleware. Call "
                + "app.UseSecureSessions() before all middleware and endpoints that use the session.");
        }
    };
}

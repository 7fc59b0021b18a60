using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>
/// Stands around the pipeline of an app that builds on sessions: refuses to start one that has no sessions, and answers a sign-in that fails before
/// the session middleware is reached.
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
            throw new InvalidOperationException("AddSecureSession() and AddSignalR().AddSecureSessions() need sessions, but the pipeline has none. Call app.UseSecureSessions() before everything that uses the session.");
    };
}

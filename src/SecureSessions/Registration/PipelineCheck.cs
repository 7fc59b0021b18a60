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
        SessionServices? services = app.ApplicationServices.GetService<SessionServices>();
        if (services is not null)
            app.Use(inner => new FailureMiddleware(inner, services).InvokeAsync);
        next(app);
        if (services is { AreInUse: false })
            throw new InvalidOperationException("AddSecureSession() and AddSignalR().AddSecureSessions() need sessions, but the pipeline has none. Call app.UseSecureSessions() before everything that uses the session.");
    };
}

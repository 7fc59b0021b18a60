using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>Refuses to start an app that builds on sessions which its pipeline does not have.</summary>
internal sealed class PipelineCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (app.ApplicationServices.GetService<SessionServices>() is { AreInUse: false })
            throw new InvalidOperationException("AddSecureSession() and AddSignalR().AddSecureSessions() need sessions, but the pipeline has none. Call app.UseSecureSessions() before everything that uses the session.");
    };
}

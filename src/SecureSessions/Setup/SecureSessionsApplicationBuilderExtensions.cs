using Microsoft.Extensions.DependencyInjection;
using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds sessions to the pipeline.</summary>
public static class SecureSessionsApplicationBuilderExtensions
{
    private const string Mark = "SecureSessions.InUse";

    /// <summary>
    /// Gives every request its session: <c>HttpContext.Session</c> and <c>HttpContext.GetSecureSession()</c>. Replaces
    /// <c>UseSession()</c>.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <returns>The pipeline.</returns>
    /// <remarks>
    /// Call it after <c>UseForwardedHeaders()</c> and before everything that uses the session. It may stand before or after
    /// <c>UseAuthentication()</c> and
    /// <c>UseStaticFiles()</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// <c>AddSecureSessions()</c> is missing, or <c>UseSecureSessions()</c> was called before.
    /// </exception>
    /// <example>
    /// <code>
    /// var builder = WebApplication.CreateBuilder(args);
    /// builder.Services.AddSecureSessions();                 // instead of AddSession()
    /// var app = builder.Build();
    /// app.UseSecureSessions();                              // instead of UseSession()
    /// app.MapGet("/", async (HttpContext context) =>
    /// {
    ///     int visits = await context.GetSecureSession().UpdateInt32Async("visits", before => (before ?? 0) + 1);
    ///     return $"Visit {visits}";
    /// });
    /// app.Run();
    /// </code>
    /// </example>
    public static IApplicationBuilder UseSecureSessions(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        RequestSessions sessions = app.ApplicationServices.GetService<RequestSessions>()
            ?? throw new InvalidOperationException(
                "UseSecureSessions() needs services that are not registered. Call builder.Services.AddSecureSessions() before "
                + "builder.Build().");
        if (!app.Properties.TryAdd(Mark, true))
        {
            throw new InvalidOperationException(
                "UseSecureSessions() was called twice. Call it once, before everything that uses the session.");
        }

        sessions.AreInUse = true;
        return app.Use(next => new SecureSessionMiddleware(next, sessions).InvokeAsync);
    }
}

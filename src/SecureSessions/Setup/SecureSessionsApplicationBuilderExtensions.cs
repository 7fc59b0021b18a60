using Microsoft.Extensions.DependencyInjection;
using SecureSessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts sessions into the pipeline.</summary>
public static class SecureSessionsApplicationBuilderExtensions
{
    private const string Mark = "SecureSessions.InUse";

    /// <summary>
    /// Gives every request its session: <c>HttpContext.Session</c> and <c>HttpContext.GetSecureSession()</c>. Takes the place of
    /// <c>UseSession()</c>.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <returns>The pipeline.</returns>
    /// <remarks>
    /// Call it after <c>UseForwardedHeaders()</c> and before whatever uses the session. Where it stands to <c>UseAuthentication()</c> and to
    /// <c>UseStaticFiles()</c> does not matter.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><c>AddSecureSessions()</c> is missing, or this was called before.</exception>
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
            ?? throw new InvalidOperationException("UseSecureSessions() needs services that are not there. Call builder.Services.AddSecureSessions() before builder.Build().");
        if (!app.Properties.TryAdd(Mark, true))
            throw new InvalidOperationException("UseSecureSessions() was called twice. Call it once, before everything that uses the session.");

        sessions.AreInUse = true;
        return app.Use(next => new SecureSessionMiddleware(next, sessions).InvokeAsync);
    }
}

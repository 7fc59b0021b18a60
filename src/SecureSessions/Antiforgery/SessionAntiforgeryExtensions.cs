using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureSessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Binds form tokens to the session.</summary>
public static class SessionAntiforgeryExtensions
{
    /// <summary>
    /// Replaces the app's <see cref="IAntiforgery"/>: a form of one session is refused in another session, and after a sign-in. Form tokens
    /// then need neither a key ring nor a cookie of their own. Filters, tag helpers, <c>UseAntiforgery()</c> and
    /// <see cref="AntiforgeryOptions"/> work as before.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Without this call ASP.NET Core's own form tokens stay in place. When an app changes over, forms that are open at that time are
    /// refused once: their users load the page again.
    /// </remarks>
    public static SecureSessionsBuilder AddSessionAntiforgery(this SecureSessionsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // AddAntiforgery(), which MVC and Razor Pages call, adds the framework's IAntiforgery only if there is none, so the order of the
        // calls does not matter.
        builder.Services.RemoveAll<IAntiforgery>();
        builder.Services.AddSingleton<IAntiforgery, SessionAntiforgery>();
        return builder;
    }
}

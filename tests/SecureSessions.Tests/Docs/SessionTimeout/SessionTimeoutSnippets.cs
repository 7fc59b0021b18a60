using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.Docs.SessionTimeout;

/// <summary>The code blocks of docs/session-timeout.md.</summary>
internal static class SessionTimeoutSnippets
{
    public static void Map(WebApplication app)
    {
        #region map
        app.MapStaticAssets().WithoutSession();                     // or app.UseStaticFiles()
        app.UseSecureSessions();
        app.MapSecureSessions("/session");
        #endregion
    }

    public static void MapFormToken(WebApplication app)
    {
        #region form-token
        app.MapGet("/form-token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken)
            .RequireAuthorization().AsPassive();
        #endregion
    }
}

using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.SessionContents;

/// <summary>The other code blocks of the page.</summary>
internal static class Snippets
{
    public static void MapReset(WebApplication app)
    {
        #region purpose
        app.MapPost("/reset", (string email, HttpContext context, IAccounts accounts) =>
        {
            if (accounts.FindByEmail(email) is { } account)
                context.Session.SetString(SessionKeys.ResetAccount, account);   // not "user": nobody has signed in
            return Results.Ok();
        });
        app.MapGet("/orders", (HttpContext context) => OrdersOf(context.GetSecureSession().UserId!)).RequireAuthorization();
        #endregion
    }

    public static void Tokens(WebApplicationBuilder builder, OpenIdConnectOptions provider)
    {
        #region save-tokens
        provider.SaveTokens = true;                             // the app calls an API of the provider in the name of the user
        builder.Services.AddSecureSessions().AddOpenIdConnectSessions();    // keeps the tokens fresh
        #endregion
    }

    public static void OwnTokens(WebApplicationBuilder builder)
    {
        #region own-tokens
        builder.Services.AddSecureSessions(o => o.UsesProviderTokens = true);
        #endregion
    }

    public static async Task EraseAsync(HttpContext context, ISecureSessionManager manager, IAccounts accounts, string userId)
    {
        #region erase
        await accounts.DeleteAsync(userId);                     // first, so that nobody signs in behind it
        await manager.ForgetUserAsync(userId, actor: context.User.Identity?.Name);
        #endregion
    }

    private static string OrdersOf(string userId) => userId;
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.StepUp;

/// <summary>The other code blocks of the page.</summary>
internal static class StepUpSnippets
{
    public static async Task SignInAsync(HttpContext context, ClaimsPrincipal principal)
    {
        #region sign-in
        var properties = new AuthenticationProperties();
        properties.SetSessionAuthentication(["pwd", "otp"], level: "aal2");
        await context.SignInAsync(principal, properties);
        #endregion
    }

    public static void Read(HttpContext context)
    {
        #region read
        if (context.GetSecureSession().Authentication is { } authentication)
            Console.WriteLine($"{authentication.At:u} by {string.Join(" and ", authentication.Methods)}, {authentication.Level}");
        #endregion
    }

    public static async Task RefreshAsync(HttpContext context, ClaimsPrincipal withOtherRoles)
    {
        #region refresh
        AuthenticateResult current = await context.AuthenticateAsync();
        // The same authentication, time and level; SignInAsync alone is a new one.
        await context.SignInAsync(withOtherRoles, current.Properties);
        #endregion
    }

    public static void Guard(WebApplication app, Delegate changeEmail, Delegate removeKey, Delegate pay)
    {
        #region guards
        app.MapPost("/account/email", changeEmail).RequireFreshAuthentication(TimeSpan.FromMinutes(5));
        app.MapPost("/account/keys", removeKey).RequireFreshAuthentication(level: "aal2");
        app.MapPost("/payments", pay).RequireFreshAuthentication(TimeSpan.FromMinutes(5), "aal2");
        #endregion
    }

    public static void Policy(WebApplicationBuilder builder)
    {
        #region policy
        builder.Services.AddAuthorizationBuilder().AddPolicy("payments", policy => policy
            .RequireRole("treasurer")
            .RequireFreshAuthentication(TimeSpan.FromMinutes(5), "aal2"));
        #endregion
    }

    public static async Task<bool> ByHandAsync(IAuthorizationService authorization, HttpContext context)
    {
        #region by-hand
        AuthorizationResult result = await authorization.AuthorizeAsync(context.User, context, "payments");
        bool showsButton = result.Succeeded;
        #endregion
        return showsButton;
    }

    public static void Page(WebApplicationBuilder builder)
    {
        #region reauthentication
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession(o =>
        {
            o.LoginPath = "/login";
            o.ReauthenticationPath = "/confirm";                 // default: the login page
        });
        #endregion
    }

    public static void Levels(WebApplicationBuilder builder)
    {
        #region levels
        builder.Services.AddSecureSessions(o =>
        {
            o.StepUpLifetime = TimeSpan.FromMinutes(10);
            o.AuthenticationLevels = ["password", "two-factor", "passkey"];
        });
        #endregion
    }
}

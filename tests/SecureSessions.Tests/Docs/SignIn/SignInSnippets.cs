using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.SignIn;

/// <summary>The code blocks of <c>docs/sign-in.md</c>.</summary>
internal static class SignInSnippets
{
    public static void SignIn(WebApplicationBuilder builder)
    {
        #region sign-in
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme)
            .AddSecureSession(o => o.LoginPath = "/login");
        #endregion
    }

    public static async Task SignInAndOutAsync(HttpContext context, string userId)
    {
        #region sign-in-and-out
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId)], "password");
        await context.SignInAsync(new ClaimsPrincipal(identity));   // new session, new id, the old one ended
        await context.SignOutAsync();                               // ended on the server, then the cookie deleted
        #endregion
    }

    public static async Task SignInPersistentlyAsync(HttpContext context, ClaimsPrincipal principal)
    {
        #region remember-me
        await context.SignInAsync(principal, new AuthenticationProperties { IsPersistent = true });
        #endregion
    }

    public static void Remember(WebApplicationBuilder builder)
    {
        #region remember-me-deadlines
        builder.Services.AddSecureSessions(o =>
        {
            o.RememberedIdleTimeout = TimeSpan.FromDays(7);         // 14 days by default
            o.RememberedAbsoluteTimeout = TimeSpan.FromDays(90);    // 30 days by default
        });
        #endregion
    }

    public static void Limit(WebApplicationBuilder builder)
    {
        #region limit
        builder.Services.AddSecureSessions(o =>
        {
            o.MaxSessionsPerUser = 5;                               // 100 by default
            o.SessionLimit = SessionLimitBehavior.RefuseNew;        // EndOldest by default; or AllowAndNotify
        });
        #endregion
    }

    public static void LimitOfOneSignIn(WebApplicationBuilder builder)
    {
        #region limit-of-one
        builder.Services.AddSecureSessions(o =>
        {
            o.MaxSessionsPerUser = 10;
            o.LifetimePolicy = context =>
            {
                if (context.Principal.IsInRole("admin"))
                    context.MaxSessions = 1;
                else if (context.Principal.IsInRole("kiosk"))
                    context.MaxSessions = int.MaxValue;             // any number
                else if (context.ClientId is not null)              // a client without cookies
                    context.MaxSessions = 25;
                return ValueTask.CompletedTask;
            };
        });
        #endregion
    }

    public static async Task<IResult> SignInWithinLimitAsync(HttpContext context, ClaimsPrincipal principal)
    {
        #region limit-reached
        try
        {
            await context.SignInAsync(principal);
            return Results.Redirect("/");
        }
        catch (SessionLimitException full)
        {
            return Results.Text(
                $"You are signed in on {full.Limit} devices already. Sign out on one of them, and try again.", statusCode: 409);
        }
        #endregion
    }
}

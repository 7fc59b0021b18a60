using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SecureSessions.TestKit;

/// <summary>The endpoints that most behaviours are tested through.</summary>
public static class SmallApp
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/plain", static () => "plain");
        app.MapGet("/get/{key}", static (HttpContext context, string key) => context.Session.GetString(key) ?? "none");
        app.MapGet("/set/{key}/{value}", static (HttpContext context, string key, string value) => context.Session.SetString(key, value));
        app.MapGet("/id", static (HttpContext context) => context.Session.Id);
        app.MapGet("/who", static (HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody");
        app.MapGet("/why", static (HttpContext context) => context.GetSecureSession().EndReason?.ToString() ?? "unknown");
        app.MapGet("/expires", static (HttpContext context) =>
            context.GetSecureSession().ExpiresIn?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? "never");
        app.MapGet("/sign-in/{user}", static (HttpContext context, string user) => context.SignInAsync(PrincipalOf(user)));
        app.MapGet("/sign-out", static (HttpContext context) => context.SignOutAsync());
        app.MapGet("/regenerate", static (HttpContext context) => context.GetSecureSession().Regenerate());
        app.MapGet("/end", static (HttpContext context) => context.GetSecureSession().End());
        app.MapGet("/poll", static (HttpContext context) => context.Session.Id).AsPassive();
        app.MapGet("/health", static () => "healthy").WithoutSession();
        app.MapGet("/throw", static (HttpContext context) =>
        {
            context.Session.SetString("thrown", "yes");
            throw new InvalidOperationException("The handler throws.");
        });
    }

    public static ClaimsPrincipal PrincipalOf(string user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, user)], "password"));
}

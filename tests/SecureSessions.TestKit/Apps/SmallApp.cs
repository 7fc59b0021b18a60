using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecureSessions.TestKit;

/// <summary>The endpoints that most behaviours are tested through.</summary>
public static class SmallApp
{
    // Handlers of the plainest kind: for any other each host that starts writes and compiles code, a dozen times.
    public static void Map(WebApplication app)
    {
        Tell("/plain", static _ => "plain");
        Tell("/get/{key}", static context => context.Session.GetString(Word(context, "key")) ?? "none");
        Do("/set/{key}/{value}", static context => context.Session.SetString(Word(context, "key"), Word(context, "value")));
        Tell("/id", static context => context.Session.Id);
        Tell("/who", static context => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody");
        Tell("/why", static context => context.GetSecureSession().EndReason?.ToString() ?? "unknown");
        Tell(
            "/expires",
            static context => context.GetSecureSession().ExpiresIn?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? "never");
        app.MapGet("/sign-in/{user}", static context => context.SignInAsync(PrincipalOf(Word(context, "user"))));
        app.MapGet("/sign-out", static context => context.SignOutAsync());
        Do("/regenerate", static context => context.GetSecureSession().Regenerate());
        Do("/end", static context => context.GetSecureSession().End());
        Tell("/poll", static context => context.Session.Id).AsPassive();
        Tell("/health", static _ => "healthy").WithoutSession();
        Do("/throw", static context =>
        {
            context.Session.SetString("thrown", "yes");
            throw new InvalidOperationException("The handler throws.");
        });

        IEndpointConventionBuilder Tell(string path, Func<HttpContext, string> handler) => app.MapGet(path, context =>
        {
            string text = handler(context);
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(text);
        });

        IEndpointConventionBuilder Do(string path, Action<HttpContext> handler) => app.MapGet(path, context =>
        {
            handler(context);
            return Task.CompletedTask;
        });
    }

    public static ClaimsPrincipal PrincipalOf(string user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, user)], "password"));

    private static string Word(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;

namespace SecureSessions.Tests.StepUp;

/// <summary>An app with every kind of guard: five minutes, level aal2, or both.</summary>
internal static class GuardedApp
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public static SessionHostSettings Settings(Action<IServiceCollection>? more = null) =>
        Settings(
            static o =>
                (o.LoginPath, o.ReauthenticationPath, o.AccessDeniedPath, o.ReturnUrlParameter) = ("/login", "/confirm", "/denied", "back"),
            more);

    public static SessionHostSettings Settings(Action<SecureSessionAuthenticationOptions> pages, Action<IServiceCollection>? more = null) =>
        new()
        {
            ConfigureAuthentication = pages,
            ConfigureServices = services =>
            {
                more?.Invoke(services);
                services.AddControllers().AddApplicationPart(typeof(GuardedController).Assembly);
                services.AddAuthorizationBuilder().AddPolicy("fresh", static policy => policy.RequireFreshAuthentication(FiveMinutes));
            },
            Map = Map,
        };

    /// <summary>Signs alice in, by password and at level aal1, with these roles.</summary>
    public static Task<Page> SignInAsync(Browser browser, string roles = "") => browser.GetAsync($"/sign-in?roles={roles}");

    /// <summary>She authenticates again.</summary>
    public static Task<Page> StepUpAsync(Browser browser, string level = "aal2") => browser.GetAsync($"/step-up?level={level}");

    private static void Map(WebApplication app)
    {
        MapUsers(app);
        app.MapControllers();
        app.MapGet("/email", Ok).RequireFreshAuthentication(FiveMinutes);
        app.MapGet("/account", Ok).RequireFreshAuthentication(level: "aal1");
        app.MapGet("/keys", Ok).RequireFreshAuthentication(level: "aal2");
        app.MapGet("/pay", Ok).RequireFreshAuthentication(FiveMinutes, "aal2");
        app.MapGroup("/group").RequireFreshAuthentication(FiveMinutes).MapGet("email", Ok);
        app.MapGet("/policy/email", Ok).RequireAuthorization(static policy => policy.RequireFreshAuthentication(FiveMinutes));
        app.MapGet("/named/email", Ok).RequireAuthorization("fresh");
        app.MapGet("/attribute/email", [RequireFreshAuthentication(300)] () => "ok");
        app.MapGet("/api/email", Ok).RequireFreshAuthentication(FiveMinutes).DisableCookieRedirect();
        app.MapGet("/api/keys", Ok).RequireFreshAuthentication(level: "aal2").DisableCookieRedirect();
        app.MapGet("/api/pay", Ok).RequireFreshAuthentication(FiveMinutes, "aal2").DisableCookieRedirect();
        app.MapGet("/api/both", Ok).RequireFreshAuthentication(FiveMinutes).RequireFreshAuthentication(
            TimeSpan.FromMinutes(1), "aal1").RequireFreshAuthentication(level: "aal2").DisableCookieRedirect();
        app.MapGet("/admin", Ok).RequireFreshAuthentication(FiveMinutes).RequireAuthorization(static policy => policy.RequireRole("admin"));
        app.MapGet("/open", Ok).RequireFreshAuthentication(FiveMinutes).AllowAnonymous();
        app.MapGet("/refuses", static (HttpContext context) => context.ForbidAsync()).RequireFreshAuthentication(TimeSpan.FromHours(2));
        app.MapGet("/by-hand", ByHandAsync);
    }

    private static void MapUsers(WebApplication app)
    {
        app.MapGet("/sign-in", static (HttpContext context, string? roles) =>
        {
            var properties = new AuthenticationProperties();
            properties.SetSessionAuthentication(["pwd"], "aal1");
            return context.SignInAsync(TestUsers.Create("alice", [.. (roles ?? "").Split(',')]), properties);
        });
        app.MapGet("/step-up", static (HttpContext context, string level) => context.GetSecureSession().StepUp(["otp"], level));
    }

    private static string Ok() => "ok";

    // A check that shows or hides something, and after it a refusal for another reason.
    private static async Task ByHandAsync(HttpContext context, IAuthorizationService authorization, string resource, bool forbid)
    {
        AuthorizationResult result = await authorization.AuthorizeAsync(
            resource == "bob" ? Bob : context.User, resource == "none" ? null : context, "fresh");
        if (forbid)
            await context.ForbidAsync();
        else
            await context.Response.WriteAsync(result.Succeeded ? "ok" : string.Join(' ', Reasons(result.Failure)));
    }

    private static ClaimsPrincipal Bob => TestUsers.Bob;

    private static IEnumerable<string?> Reasons(AuthorizationFailure failure) =>
        failure.FailedRequirements.Select(static requirement => requirement.ToString()).Concat(
            failure.FailureReasons.Select(static reason => reason.Message));
}

using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>An app of one file that keeps a value and signs in and out, and a browser that does so.</summary>
internal static class SmallProgram
{
    /// <summary>What it is started with: a section of its configuration, for it to bind.</summary>
    public const string Setting = "--Sessions:IdleTimeout=00:10:00";

    /// <summary>The program: its sessions are on Redis where its configuration names one, and in memory where not.</summary>
    public const string Text = """
        using System.Security.Claims;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Authentication;
        using SecureSessions;

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        SecureSessionsBuilder sessions = builder.Services.AddSecureSessions(builder.Configuration.GetSection("Sessions"));
        if (builder.Configuration["Redis"] is { } redis)
            sessions.AddRedisStore(redis);
        sessions.AddSessionAuditLog(audit => audit.File = builder.Configuration["Audit"]);
        builder.Services.AddAuthentication(SecureSessionDefaults.AuthenticationScheme).AddSecureSession();
        builder.Services.AddAuthorization();

        WebApplication app = builder.Build();
        app.UseSecureSessions();
        app.MapPost(
            "/cart/{items:int}",
            (int items, HttpContext context) => context.GetSecureSession().Set("cart", new Cart(items), Json.Default.Cart));
        app.MapGet("/cart", string (HttpContext context) => $"{context.GetSecureSession().Get("cart", Json.Default.Cart)?.Items}");
        app.MapPost("/login", (HttpContext context) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "alice")], "test", "sub", "role"))));
        app.MapGet("/me", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        app.MapPost("/logout", (HttpContext context) => context.SignOutAsync());
        app.Run();

        internal sealed record Cart(int Items);

        [JsonSerializable(typeof(Cart))]
        internal sealed partial class Json : JsonSerializerContext;
        """;

    /// <summary>What names a Redis to it.</summary>
    public static string SettingOf(RedisServer redis) => $"--Redis={redis.Configuration}";

    /// <summary>What names the file of its audit log to it; without it the lines are in its log.</summary>
    public static string SettingOf(string auditLog) => $"--Audit={auditLog}";

    public static async Task UseAsync(RunningApp app)
    {
        using Browser browser = app.NewBrowser();

        // A connection to a store is opened in the background.
        await Poll.UntilAsync(async () => (await browser.PostAsync("/cart/3")).Status == HttpStatusCode.OK, "the app keeps a value");
        await browser.PostAsync("/login");
        Assert.Equal(("3", "alice"), ((await browser.GetAsync("/cart")).Body, (await browser.GetAsync("/me")).Body));

        using Browser thief = browser.Copy();
        await browser.PostAsync("/logout");
        Assert.Equal((HttpStatusCode.Unauthorized, null), ((await thief.GetAsync("/me")).Status, browser.Token));
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.Attempts;

/// <summary>A node of an app on Redis whose logins all fail, from whatever address they come.</summary>
internal static class AttemptNode
{
    public static Task<SessionHost> StartAsync(string configuration, string prefix, Action<SecureSessionOptions>? configure = null) =>
        RedisHost.StartUnservedAsync(
            configuration, configure, redis => redis.KeyPrefix = prefix, map: MapLogin, before: ClaimedAddress.Use);

    /// <summary>Fails to sign in to that account, or is told to wait.</summary>
    public static async Task<int> FailAsync(SessionHost node, string account, string address)
    {
        using Browser browser = node.NewBrowser();
        browser.Address = address;
        return (int)(await browser.GetAsync($"/fail?account={account}")).Status;
    }

    /// <summary>Maps a login that fails and one that succeeds, of whatever account.</summary>
    public static void MapLogin(WebApplication app)
    {
        app.MapGet("/fail", FailAsync);
        app.MapGet("/succeed", SucceedAsync);
    }

    private static async Task FailAsync(HttpContext context)
    {
        (ISignInAttempts attempts, string account) = Read(context);
        bool isAllowed = (await attempts.AdmitAsync(context, account)).IsAllowed;
        if (isAllowed)
            await attempts.ReportFailedAsync(context, account);
        context.Response.StatusCode = isAllowed ? StatusCodes.Status401Unauthorized : StatusCodes.Status429TooManyRequests;
    }

    private static async Task SucceedAsync(HttpContext context)
    {
        (ISignInAttempts attempts, string account) = Read(context);
        await attempts.AdmitAsync(context, account);
        await context.SignInAsync(SmallApp.PrincipalOf("ada"));
    }

    private static (ISignInAttempts Attempts, string Account) Read(HttpContext context) =>
        (context.RequestServices.GetRequiredService<ISignInAttempts>(), context.Request.Query["account"].ToString());
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.Parity;
using Xunit;

namespace SecureSessions.Tests.Authentication;

/// <summary>Challenge, refusal and return URLs: the same with the cookie handler and with ours.</summary>
public abstract partial class HandlerParityTests(SessionLibrary library) : IAsyncLifetime
{
    private const string Scheme = "app";

    private ParityHost _host = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _host = await ParityHost.StartAsync(library, AddServices, Map, before: static app => app.UsePathBase("/base").UseRouting());
        _browser = _host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    private void AddServices(IServiceCollection services)
    {
        AuthenticationBuilder authentication = services.AddAuthentication(Scheme);
        services.AddAuthorization();
        if (library == SessionLibrary.AspNetCore)
        {
            authentication.AddCookie(
                Scheme,
                static o =>
                    (o.LoginPath, o.LogoutPath, o.AccessDeniedPath, o.ReturnUrlParameter) = ("/login", "/logout", "/denied", "back"));
        }
        else
        {
            authentication.AddSecureSession(
                Scheme,
                static o =>
                    (o.LoginPath, o.LogoutPath, o.AccessDeniedPath, o.ReturnUrlParameter) = ("/login", "/logout", "/denied", "back"));
        }
    }

    private static void Map(WebApplication app)
    {
        app.UseAuthentication().UseAuthorization();
        app.MapGet("/page", static () => "page").RequireAuthorization();
        app.MapGet("/admin", static () => "admin").RequireAuthorization(static policy => policy.RequireRole("admin"));
        app.MapGet("/api/me", static () => "me").RequireAuthorization().DisableCookieRedirect();
        app.MapGet("/api/admin", static () => "admin").RequireAuthorization(
            static policy => policy.RequireRole("admin")).DisableCookieRedirect();
        app.MapGet("/api/both", static () => "both").RequireAuthorization().DisableCookieRedirect().AllowCookieRedirect();
        foreach (string path in (string[])["/login", "/elsewhere"])
        {
            app.MapGet(
                path,
                static (HttpContext context, string? uri) =>
                    context.SignInAsync(TestUsers.Alice, new AuthenticationProperties { RedirectUri = uri }));
        }

        app.MapGet(
            "/api/login",
            static (HttpContext context, string? uri) =>
                context.SignInAsync(TestUsers.Alice, new AuthenticationProperties { RedirectUri = uri })).DisableCookieRedirect();
        foreach (string path in (string[])["/logout", "/leave"])
        {
            app.MapGet(
                path,
                static (HttpContext context, string? uri) => context.SignOutAsync(new AuthenticationProperties { RedirectUri = uri }));
        }

        app.MapGet(
            "/challenge",
            static (HttpContext context, string? uri) => context.ChallengeAsync(new AuthenticationProperties { RedirectUri = uri }));
        app.MapGet("/created", static (HttpContext context) =>
        {
            context.Response.StatusCode = 201;
            return context.SignInAsync(TestUsers.Alice, new AuthenticationProperties { RedirectUri = "/x" });
        });
    }

    private async Task AssertAnswerAsync(string path, int status, string location, params (string Name, string Value)[] headers)
    {
        Page page = await _browser.GetAsync(path, headers);

        Assert.Equal((status, location), ((int)page.Status, page.Header("Location")));
    }
}

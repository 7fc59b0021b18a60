using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecureSessions.Tests.Docs.CrossSite;

/// <summary>The code blocks of the page on cross-site requests.</summary>
internal static class CrossSiteSnippets
{
    public static void Trust(WebApplicationBuilder builder)
    {
        #region trust
        builder.Services.AddSecureSessions(o =>
        {
            o.CrossSite.TrustedOrigins.Add("https://app.example.com");      // exactly as a browser sends it
            o.CrossSite.Strict = true;                                      // refuse also what names no origin at all
        });
        #endregion
    }

    public static void Report(WebApplicationBuilder builder)
    {
        #region report
        builder.Services.AddSecureSessions(o => o.CrossSite.Mode = CrossSiteMode.Report);
        #endregion
    }

    public static void Allow(WebApplication app)
    {
        #region allow
        app.MapPost("/hooks/payment", (HttpRequest request) => Results.Ok()).AllowCrossSite();
        app.MapPost("/signin-oidc", () => Results.NotFound()).AllowCrossSite();     // the OpenID Connect handler answers before it
        #endregion
    }

    public static void Forms(WebApplication app)
    {
        #region forms
        app.UseAntiforgery();
        app.MapPost("/profile", ([FromForm] string name) => Results.Redirect("/profile"));    // 400 without the session's token
        #endregion
    }

    public static void Token(WebApplication app)
    {
        #region token
        app.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapPost("/orders", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);                // header RequestVerificationToken
            return Results.Ok();
        });
        #endregion
    }

    public static void FrameworksOwn(WebApplicationBuilder builder)
    {
        #region frameworks-own
        builder.Services.AddSecureSessions();
        builder.Services.RemoveAll<IAntiforgery>();
        builder.Services.AddAntiforgery();
        #endregion
    }
}

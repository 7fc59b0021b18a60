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
            bool isOurs = await antiforgery.IsRequestValidAsync(context);   // header RequestVerificationToken
            return isOurs ? Results.Ok() : Results.BadRequest();
        });
        #endregion
    }

    public static void TryAgain(WebApplication app)
    {
        #region try-again
        app.UseStatusCodePages(pages =>
        {
            HttpContext context = pages.HttpContext;
            if (context.Response.StatusCode == StatusCodes.Status400BadRequest && context.Request.Headers["Sec-Fetch-Mode"] == "navigate")
                context.Response.Redirect(context.Request.QueryString.Add("again", "true").ToString());     // the same page, anew
            return Task.CompletedTask;
        });
        #endregion
    }

    public static void IntegrationTest(HttpClient client)
    {
        #region integration-test
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        #endregion
    }

    public static void FormTokens(WebApplicationBuilder builder)
    {
        #region form-tokens
        builder.Services.AddSecureSessions().AddSessionAntiforgery();
        #endregion
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>An app with a form for each way in which ASP.NET Core checks one.</summary>
internal static class FormApp
{
    public const string Field = "__RequestVerificationToken";
    public const string Header = "RequestVerificationToken";

    private static readonly (string, string)[] OwnPage = [("Sec-Fetch-Site", "same-origin")];

    /// <summary>The addresses that ask for a token: a minimal API's form, MVC's filters, and a call of one's own.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["/minimal", "/forms/validate", "/forms/auto", "/own"];

    public static SessionHostSettings Settings(
        ManualTimeProvider? clock = null,
        Action<IServiceCollection>? configureServices = null,
        Action<WebApplication>? before = null,
        Action<WebApplication>? map = null) =>
        new()
        {
            TimeProvider = clock,
            ConfigureServices = services =>
            {
                services.AddControllersWithViews().AddApplicationPart(typeof(FormApp).Assembly).AddSessionStateTempDataProvider();
                services.AddSecureSessions().AddSessionAntiforgery();
                configureServices?.Invoke(services);
            },
            Before = before,
            Map = app =>
            {
                Map(app);
                map?.Invoke(app);
            },
        };

    /// <summary>Opens the page with the form; returns its token.</summary>
    public static async Task<string> OpenFormAsync(this Browser browser, string path = "/form") => (await browser.GetAsync(path)).Body;

    /// <summary>Sends the form as a page of the app does.</summary>
    public static async Task<int> SendFormAsync(this Browser browser, string? token, string target = "/own") =>
        await SendFormAsync(browser, token, target, OwnPage);

    public static async Task<int> SendFormAsync(this Browser browser, string? token, string target, (string, string)[] headers)
    {
        var fields = new Dictionary<string, string> { ["name"] = "Ada" };
        if (token is not null)
            fields.Add(Field, token);
        return (int)(await browser.SendAsync(HttpMethod.Post, target, new FormUrlEncodedContent(fields), headers)).Status;
    }

    /// <summary>Sends JSON with the token in the header, as a script does.</summary>
    public static async Task<int> SendJsonAsync(this Browser browser, string token, string target = "/own") =>
        (int)(await browser.SendAsync(
        HttpMethod.Post, target, new StringContent("{}", null, "application/json"), [.. OwnPage, (Header, token)])).Status;

    private static void Map(WebApplication app)
    {
        app.UseAntiforgery();
        SmallApp.Map(app);
        app.MapControllers();
        app.MapGet("/form", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapGet("/form/{key}/{value}", static (HttpContext context, IAntiforgery antiforgery, string key, string value) =>
        {
            context.Session.SetString(key, value);
            return antiforgery.GetAndStoreTokens(context).RequestToken;
        });
        app.MapGet("/regenerate/form", static (HttpContext context, IAntiforgery antiforgery) =>
        {
            context.GetSecureSession().Regenerate();
            return antiforgery.GetAndStoreTokens(context).RequestToken;
        });
        app.MapPost("/minimal", static ([FromForm] string name) => name);
        app.MapPost("/own", OwnAsync);
        app.MapGet(
            "/bare/form",
            static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetTokens(context).RequestToken).WithoutSession();
        app.MapPost("/bare/own", OwnAsync).WithoutSession();
        app.MapGet("/own", OwnAsync);
    }

    /// <summary>Checks the form by a call of the app's own.</summary>
    public static async Task<IResult> OwnAsync(HttpContext context, IAntiforgery antiforgery) =>
        await antiforgery.IsRequestValidAsync(context) ? Results.Ok() : Results.BadRequest();
}

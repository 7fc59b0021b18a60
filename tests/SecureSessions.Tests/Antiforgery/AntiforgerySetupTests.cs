using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using SecureSessions.Tests.CrossSite;
using SecureSessions.Tests.Stores;
using Xunit;

namespace SecureSessions.Tests.Antiforgery;

/// <summary>
/// AddSessionAntiforgery() replaces the app's antiforgery, before or after the framework's; the framework's options name fields and
/// headers; errors say what is missing.
/// </summary>
public sealed class AntiforgerySetupTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddSessionAntiforgery_replaces_the_frameworks_antiforgery_before_and_after_it_is_added(bool oursFirst)
    {
        IServiceCollection services = new ServiceCollection().AddLogging();
        if (oursFirst)
            services.AddSecureSessions().AddSessionAntiforgery();
        services.AddAntiforgery().AddControllersWithViews();
        services.AddRazorPages();
        if (!oursFirst)
            services.AddSecureSessions().AddSessionAntiforgery();

        Assert.Equal(
            typeof(SessionAntiforgery),
            Assert.Single(services, static service => service.ServiceType == typeof(IAntiforgery)).ImplementationType);
    }

    [Fact]
    public void The_antiforgery_of_the_framework_stays_unless_ours_is_asked_for()
    {
        IServiceCollection services = new ServiceCollection().AddLogging();
        services.AddAntiforgery();
        services.AddSecureSessions();

        Assert.Equal(
            "DefaultAntiforgery",
            Assert.Single(services, static service => service.ServiceType == typeof(IAntiforgery)).ImplementationType?.Name);
    }

    [Fact]
    public async Task Forms_of_the_frameworks_antiforgery_work_in_a_session_and_after_a_sign_in_of_the_same_user()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddAntiforgery().AddDataProtection().UseEphemeralDataProtectionProvider(),
            Map = static app =>
            {
                SmallApp.Map(app);
                app.MapGet(
                    "/form", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
                app.MapPost("/own", FormApp.OwnAsync);
            },
        });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        Page form = await browser.GetAsync("/form");
        string cookie = form.Header("Set-Cookie").Split(';')[0];

        Assert.StartsWith(".AspNetCore.Antiforgery.", cookie, StringComparison.Ordinal);
        Assert.Equal(400, await browser.SendFormAsync(null));
        Assert.Equal(200, await SendAsync(browser, form.Body, cookie));
        await browser.GetAsync("/sign-in/alice");
        Assert.Equal(200, await SendAsync(browser, form.Body, cookie));

        static async Task<int> SendAsync(Browser browser, string token, string cookie) => (int)(await browser.SendAsync(
            HttpMethod.Post,
            "/own",
            new FormUrlEncodedContent([new(FormApp.Field, token)]),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", $"__Host-id={browser.Token}; {cookie}"))).Status;
    }

    [Fact]
    [Trait("Requirement", "CS-4")]
    public async Task Nodes_that_share_a_store_and_no_key_ring_accept_each_others_forms()
    {
        using var shared = new SharedStore();
        await using SessionHost a = await SessionHost.StartAsync(Node(shared));
        await using SessionHost b = await SessionHost.StartAsync(Node(shared));
        using Browser onA = a.NewBrowser();
        using Browser onB = b.NewBrowser();
        string visitors = await onA.OpenFormAsync();
        Assert.Equal(200, await onB.SendFormAsync(visitors));

        await onA.GetAsync("/sign-in/alice");
        onB.Token = onA.Token;
        string token = await onA.OpenFormAsync();
        Assert.Equal((200, 400), (await onB.SendFormAsync(token), await onB.SendFormAsync(visitors)));
        shared.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        Assert.Equal(200, await onB.SendFormAsync(token));
    }

    [Fact]
    public async Task Field_header_and_frame_header_are_those_of_AntiforgeryOptions()
    {
        await using SessionHost host = await SessionHost.StartAsync(FormApp.Settings(configureServices: static services =>
            services.AddAntiforgery(
                static options =>
                    (options.FormFieldName, options.HeaderName, options.SuppressXFrameOptionsHeader) = ("proof", "X-Proof", true))));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        Page form = await browser.GetAsync("/form");

        Assert.Equal("", form.Header("X-Frame-Options"));
        Assert.Equal(400, await browser.SendFormAsync(form.Body));
        Assert.Equal(200, (int)(await browser.SubmitAsync("/own", new Dictionary<string, string> { ["proof"] = form.Body })).Status);
        Assert.Equal(200, (int)(await browser.SendAsync(HttpMethod.Post, "/own", null, ("X-Proof", form.Body))).Status);
    }

    [Fact]
    public async Task A_page_with_a_form_does_not_weaken_the_Cache_Control_of_the_app()
    {
        await using SessionHost host = await StartAsync(static (context, antiforgery) =>
        {
            context.Response.Headers.CacheControl = "no-store, max-age=0";
            antiforgery.GetAndStoreTokens(context);
        });
        using Browser browser = host.NewBrowser();

        Assert.Equal("no-store, max-age=0", (await browser.GetAsync("/form")).Header("Cache-Control"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseAntiforgery_may_stand_before_the_sessions(bool anotherSite)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddSecureSessions().AddSessionAntiforgery(),
            Before = static app => app.UseAntiforgery(),
            Map = static app =>
            {
                app.UseAuthentication();
                SmallApp.Map(app);
                app.MapGet(
                    "/form", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
                app.MapPost("/minimal", static ([FromForm] string name) => name);
            },
        });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        string token = await browser.OpenFormAsync();

        Assert.Equal(
            anotherSite ? 403 : 200,
            await browser.SendFormAsync(token, "/minimal", TransferApp.Headers(anotherSite ? "cross-site" : "same-origin", null)));
        Assert.Equal(400, await browser.SendFormAsync(null, "/minimal"));
    }

    [Fact]
    public async Task A_form_in_a_pipeline_without_sessions_says_what_to_call()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Services.AddSecureSessions().AddSessionAntiforgery();
        await using WebApplication app = builder.Build();
        IAntiforgery antiforgery = app.Services.GetRequiredService<IAntiforgery>();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => antiforgery.GetAndStoreTokens(new DefaultHttpContext()));

        Assert.Equal(
            "AddSessionAntiforgery() binds form tokens to the session, but the pipeline has none. Call app.UseSecureSessions() before "
            + "everything that uses forms.",
            error.Message);
        Assert.Equal(
            error.Message,
            (
                await Assert.ThrowsAsync<InvalidOperationException>(
                    () => antiforgery.ValidateRequestAsync(new DefaultHttpContext()))).Message);
    }

    [Fact]
    public async Task The_exception_says_what_is_wrong_with_a_form()
    {
        await using SessionHost host = await StartAsync(static (_, _) => { });
        using Browser browser = host.NewBrowser();
        string ofVisitor = await browser.OpenFormAsync("/token");

        Assert.Contains(
            "carries no form token. Send it in the form field '__RequestVerificationToken' or the header 'RequestVerificationToken'",
            await FaultAsync(browser, null),
            StringComparison.Ordinal);
        Assert.Contains("not made by this app, or is damaged", await FaultAsync(browser, "x"), StringComparison.Ordinal);
        Assert.Contains("accepted only from the app's own pages", await FaultAsync(browser, ofVisitor), StringComparison.Ordinal);
        await browser.GetAsync("/set");
        Assert.Contains("accepted only from the app's own pages", await FaultAsync(browser, ofVisitor), StringComparison.Ordinal);
        await browser.GetAsync("/sign-in");
        Assert.Contains("belongs to another session", await FaultAsync(browser, ofVisitor), StringComparison.Ordinal);
        string ofUser = await browser.OpenFormAsync("/token");
        browser.Token = null;
        Assert.Contains(
            "belongs to a user's session, and nobody is signed in", await FaultAsync(browser, ofUser), StringComparison.Ordinal);
    }

    private static async Task<string> FaultAsync(Browser browser, string? token) =>
        (await Assert.ThrowsAsync<AntiforgeryValidationException>(() => browser.SendFormAsync(token, "/form", []))).Message;

    private static SessionHostSettings Node(SharedStore shared) => FormApp.Settings(shared.Clock, services =>
    {
        services.AddSingleton(shared.Store);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
    });

    private static async Task<SessionHost> StartAsync(Action<HttpContext, IAntiforgery> handle) =>
        await SessionHost.StartAsync(new SessionHostSettings
        {
            ConfigureServices = static services => services.AddSecureSessions().AddSessionAntiforgery(),
            Map = app =>
            {
                app.MapGet("/form", handle);
                app.MapGet("/set", static (HttpContext context) => context.Session.SetInt32("n", 1));
                app.MapGet("/sign-in", static (HttpContext context) => context.SignInAsync(SmallApp.PrincipalOf("alice")));
                app.MapGet("/token", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetTokens(context).RequestToken);
                app.MapPost("/form", static (HttpContext context, IAntiforgery antiforgery) => antiforgery.ValidateRequestAsync(context));
            },
        });
}

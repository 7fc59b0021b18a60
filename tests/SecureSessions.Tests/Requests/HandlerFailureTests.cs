using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>
/// The handler throws: its values are discarded, an end is carried out, a sign-in is rolled back, and the request counts as activity.
/// </summary>
public sealed class HandlerFailureTests
{
    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    public async Task Values_of_a_handler_that_throws_are_discarded(ErrorPage errors, ServerKind server)
    {
        await using SessionHost host = await StartAsync(errors, server, static context => context.Session.SetString("key", "after"));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");
        string? token = browser.Token;

        await FailAsync(browser);

        Assert.Equal(("before", token), ((await browser.GetAsync("/get/key")).Body, browser.Token));
    }

    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    public async Task A_handler_that_throws_creates_no_session(ErrorPage errors, ServerKind server)
    {
        await using SessionHost host = await StartAsync(errors, server, static context => context.Session.SetString("key", "after"));
        using Browser browser = host.NewBrowser();

        await FailAsync(browser);

        Assert.Null(browser.Token);
        Assert.Empty(host.Store.Calls);
    }

    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    [Trait("Requirement", "TM-1")]
    public Task An_end_by_a_handler_that_throws_is_carried_out(ErrorPage errors, ServerKind server) =>
        EndsAsync(errors, server, "/set/key/before", static context => context.GetSecureSession().End());

    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    [Trait("Requirement", "TM-1")]
    public Task A_sign_out_by_a_handler_that_throws_is_carried_out(ErrorPage errors, ServerKind server) =>
        EndsAsync(errors, server, "/sign-in/alice", static context => context.SignOutAsync().Wait());

    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    public async Task A_sign_in_by_a_handler_that_throws_is_rolled_back(ErrorPage errors, ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            errors, server, static context => context.SignInAsync(SmallApp.PrincipalOf("alice")).Wait());
        using Browser browser = host.NewBrowser();

        await FailAsync(browser);

        Assert.Null(browser.Token);
        SessionId id = Assert.Single(host.Events.Of(SessionEventType.Created)).SessionId!.Value;
        SessionSummary? session = await host.Store.Inner.PeekAsync(id, CancellationToken.None);
        Assert.Equal(SessionEndReason.Undelivered, session?.End?.Reason);
    }

    [Theory]
    [ClassData(typeof(ErrorPagesAndServers))]
    public async Task A_request_whose_handler_throws_counts_as_activity(ErrorPage errors, ServerKind server)
    {
        await using SessionHost host = await StartAsync(errors, server, static _ => { });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");
        host.Clock.Advance(SecureSessionDefaults.RenewalInterval / 2);

        await FailAsync(browser);
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout - TimeSpan.FromSeconds(1));

        Assert.Equal("before", (await browser.GetAsync("/get/key")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    public async Task Changes_of_an_error_page_are_stored(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            ErrorPage.Outside, server, static context => context.Session.SetString("key", "after"));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/key/before");

        await FailAsync(browser);

        Assert.Equal("yes", (await browser.GetAsync("/get/seen")).Body);
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-5")]
    public async Task An_error_page_whose_session_cannot_be_stored_is_503(ServerKind server)
    {
        await using SessionHost host = await StartAsync(
            ErrorPage.Outside, server, static context => context.Session.SetString("key", "after"));
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Create);

        Page page = await browser.GetAsync("/fail?write");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (page.Status, page.Body));
        Assert.Null(browser.Token);
    }

    /// <summary>
    /// The session is ended on the server, and the cookie deleted, although no middleware answers the exception. The test server sends no
    /// answer then.
    /// </summary>
    private static async Task EndsAsync(ErrorPage errors, ServerKind server, string begin, Action<HttpContext> end)
    {
        await using SessionHost host = await StartAsync(errors, server, end);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync(begin);
        string? token = browser.Token;

        await FailAsync(browser);
        bool tookCookie = browser.Token is null;
        browser.Token = token;

        Assert.Equal(errors != ErrorPage.None || server != ServerKind.TestServer, tookCookie);
        Assert.Equal("SignedOut", (await browser.GetAsync("/why")).Body);
    }

    private static Task<SessionHost> StartAsync(ErrorPage errors, ServerKind server, Action<HttpContext> change) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = server,
            Before = app => Use(app, errors, ErrorPage.Outside, ErrorPage.Developer),
            Map = app =>
            {
                Use(app, errors, ErrorPage.Inside);
                SmallApp.Map(app);
                app.Map("/fail", context =>
                {
                    change(context);
                    throw new InvalidOperationException("The handler throws.");
                });
                app.Map("/error", context =>
                {
                    if (context.Session.Keys.Any() || context.Request.Query.ContainsKey("write"))
                        context.Session.SetString("seen", "yes");
                    return context.Response.WriteAsync("sorry");
                });
            },
        });

    private static void Use(WebApplication app, ErrorPage errors, params ErrorPage[] here)
    {
        if (!here.Contains(errors))
            return;
        if (errors == ErrorPage.Developer)
            app.UseDeveloperExceptionPage();
        else
            app.UseExceptionHandler("/error");
    }

    // Without an error page the test server throws the exception to the client.
    private static async Task FailAsync(Browser browser)
    {
        Page? page = null;
        Exception? exception = await Record.ExceptionAsync(async () => page = await browser.GetAsync("/fail"));
        Assert.True(exception is InvalidOperationException || page?.Status == HttpStatusCode.InternalServerError);
    }

    public enum ErrorPage
    {
        None,
        Outside,
        Inside,
        Developer,
    }

    private sealed class ErrorPagesAndServers() : PairedWithServers<ErrorPage>(
        Enum.GetValues<ErrorPage>(), ErrorPage.None, ErrorPage.Outside);
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>TempData over the session is saved at odd moments: after the handler, by filters, and while the response starts.</summary>
public sealed class TempDataTests
{
    [Theory]
    [ClassData(typeof(Pages))]
    public async Task The_page_that_a_redirect_leads_to_shows_a_TempData_message_once(string page, ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();

        Page redirect = await browser.GetAsync($"/notices/{page}");
        Page shown = await browser.GetAsync("/notices/show");
        Page again = await browser.GetAsync("/notices/show");

        Assert.Equal((HttpStatusCode.Redirect, 1), (redirect.Status, redirect.SetCookies.Count));
        Assert.Equal(("saved", "none"), (shown.Body, again.Body));
    }

    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-5")]
    public async Task A_TempData_message_that_cannot_be_stored_is_answered_503_instead_of_the_redirect(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.Create);

        Page answer = await browser.GetAsync("/notices/save");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "", 0), (answer.Status, answer.Body, answer.SetCookies.Count));
    }

    // After an exception MVC saves TempData while the response starts. All middleware has returned by then, and the library cannot tell
    // whether a body follows.
    [Theory]
    [ClassData(typeof(AllServers))]
    [Trait("Requirement", "ST-5")]
    public async Task TempData_that_is_saved_while_the_response_starts_and_cannot_be_stored_cuts_the_connection(ServerKind server)
    {
        await using SessionHost host = await StartAsync(server);
        using Browser browser = host.NewBrowser();
        host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.Create);

        Assert.True(await BrokenAnswer.IsSeenAsync(() => browser.GetAsync("/notices/fail")));
        Assert.Equal("store", Assert.Single(host.Events.Of(SessionEventType.CommitFailed)).Detail);
    }

    private static Task<SessionHost> StartAsync(ServerKind server) => SessionHost.StartAsync(new SessionHostSettings
    {
        Kind = server,
        ConfigureServices = static services => services.AddControllersWithViews()
            .AddApplicationPart(typeof(NoticesController).Assembly)
            .AddSessionStateTempDataProvider(),
        Map = static app => app.MapControllers(),
    });

    private sealed class Pages : TheoryData<string, ServerKind>
    {
        public Pages()
        {
            foreach (string page in (string[])["save", "fail"])
            {
                foreach (ServerKind server in Enum.GetValues<ServerKind>())
                    Add(page, server);
            }
        }
    }
}

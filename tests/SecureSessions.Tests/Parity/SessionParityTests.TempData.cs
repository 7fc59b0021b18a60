using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Parity;

public abstract partial class SessionParityTests
{
    [Fact]
    public async Task TempData_survives_a_redirect_and_is_read_once()
    {
        await using ParityHost host = await StartMvcAsync();
        using Browser browser = host.NewBrowser();

        Page redirect = await browser.GetAsync("/tempdata/put?text=saved");
        Page first = await browser.GetAsync(redirect.Header("Location"));
        Page second = await browser.GetAsync("/tempdata/read");

        Assert.Equal(("saved", "none"), (first.Body, second.Body));
    }

    [Theory]
    [InlineData("/tempdata/peek")]
    [InlineData("/tempdata/keep")]
    public async Task TempData_that_is_peeked_at_or_kept_stays(string path)
    {
        await using ParityHost host = await StartMvcAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/tempdata/put?text=saved");

        Page first = await browser.GetAsync(path);
        Page second = await browser.GetAsync("/tempdata/read");

        Assert.Equal(("saved", "saved"), (first.Body, second.Body));
    }

    [Fact]
    public async Task TempData_that_was_read_leaves_the_other_values_alone()
    {
        await using ParityHost host = await StartMvcAsync();
        using Browser browser = host.NewBrowser();
        await host.Script.RunAsync(browser, context => context.Session.SetString("basket", "3 apples"));
        await browser.GetAsync("/tempdata/put?text=saved");
        await browser.GetAsync("/tempdata/read");

        Assert.Equal("3 apples", await host.Script.AskAsync(browser, context => context.Session.GetString("basket")));
    }

    [Fact]
    public async Task Reading_TempData_creates_no_session()
    {
        await using ParityHost host = await StartMvcAsync();
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/tempdata/read");

        Assert.Equal("none", page.Body);
        Assert.Empty(page.SetCookies);
    }

    private Task<ParityHost> StartMvcAsync() => ParityHost.StartAsync(
        library,
        services =>
            services.AddControllersWithViews().AddSessionStateTempDataProvider().AddApplicationPart(typeof(TempDataController).Assembly),
        app => app.MapControllers());
}

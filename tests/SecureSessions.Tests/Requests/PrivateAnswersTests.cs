using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>The headers of an answer for caches and for the browser's storage.</summary>
public sealed class PrivateAnswersTests
{
    [Theory]
    [Trait("Requirement", "CA-2")]
    [InlineData(true, "/who", "no-store")]
    [InlineData(true, "/cached", "max-age=60, private")]
    [InlineData(false, "/who", "")]
    public async Task Answers_to_signed_in_requests_are_not_stored_unless_the_app_says_otherwise(
        bool option, string path, string cacheControl)
    {
        await using SessionHost host = await SessionHost.StartAsync(Map, options => options.NoStoreWhenSignedIn = option);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        Assert.Equal(cacheControl, (await browser.GetAsync(path)).Header("Cache-Control"));
    }

    [Fact]
    [Trait("Requirement", "CA-2")]
    public async Task Answers_that_do_not_depend_on_a_session_are_left_alone()
    {
        await using SessionHost host = await SessionHost.StartAsync(Map);
        using Browser browser = host.NewBrowser();

        Assert.Equal("", (await browser.GetAsync("/plain")).Header("Cache-Control"));
        Assert.Equal("", (await browser.GetAsync("/get/a")).Header("Cache-Control"));
        await browser.GetAsync("/set/a/1");
        Page page = await browser.GetAsync("/plain");
        Assert.Equal(("", ""), (page.Header("Cache-Control"), page.Header("Vary")));
    }

    [Theory]
    [Trait("Requirement", "CA-2")]
    [InlineData("/get/a", "no-store")]
    [InlineData("/set/b/2", "no-store")]
    [InlineData("/id", "no-store")]
    [InlineData("/expires", "no-store")]
    [InlineData("/cached?read", "max-age=60, private")]
    public async Task Answers_that_depend_on_an_anonymous_session_are_not_stored_unless_the_app_says_otherwise(
        string path, string cacheControl)
    {
        await using SessionHost host = await SessionHost.StartAsync(Map);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");

        Page page = await browser.GetAsync(path);

        Assert.Equal((cacheControl, "Cookie"), (page.Header("Cache-Control"), page.Header("Vary")));
    }

    [Theory]
    [Trait("Requirement", "TM-7")]
    [InlineData(true, "\"cache\", \"storage\", \"prefetchCache\", \"prerenderCache\"")]
    [InlineData(false, "\"prefetchCache\", \"prerenderCache\"")]
    public async Task A_sign_out_clears_the_sites_data_if_the_option_says_so(bool option, string header)
    {
        await using SessionHost host = await SessionHost.StartAsync(Map, options => options.ClearSiteDataOnSignOut = option);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");

        Assert.Equal(header, (await browser.GetAsync("/sign-out")).Header("Clear-Site-Data"));
    }

    private static void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapGet("/cached", static (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "max-age=60, private";
            return context.Request.QueryString.HasValue ? context.Session.GetString("a") : "cached";
        });
    }
}

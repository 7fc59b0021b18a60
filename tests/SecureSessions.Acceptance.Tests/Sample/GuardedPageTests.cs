using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>A Razor Page is guarded as everything else is; the sample has the pages.</summary>
public sealed class GuardedPageTests
{
    [Fact]
    [Trait("Requirement", "SU-3")]
    public async Task A_page_lets_in_whose_authentication_is_fresh_and_sends_others_to_confirm()
    {
        var clock = new ManualTimeProvider();
        await using WebApplicationFactory<Program> factory = new WebApplicationFactory<Program>().WithWebHostBuilder(
            host => host.ConfigureTestServices(services => Guard(services, clock)));
        using var browser = new Browser(
            new HttpClient(factory.Server.CreateHandler()) { BaseAddress = new Uri("https://localhost/"), Timeout = Patience.Limit });
        await SampleSite.LogInAsync(browser, "alice", "Wonderland-7-teapots");

        TestKit.Page fresh = await browser.GetAsync("/account");
        clock.Advance(TimeSpan.FromSeconds(301));
        TestKit.Page stale = await browser.GetAsync("/account");

        Assert.Equal((200, 302), ((int)fresh.Status, (int)stale.Status));
        Assert.Equal("https://localhost/reauthenticate?ReturnUrl=%2Faccount&max_age=300", stale.Header("Location"));
    }

    // What MVC does with an attribute that stands on the page's model.
    private static void Guard(IServiceCollection services, TimeProvider clock)
    {
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddSingleton(clock);
        services.Configure<RazorPagesOptions>(static pages =>
            pages.Conventions.AddPageApplicationModelConvention(
                "/Account", static model => model.EndpointMetadata.Add(new RequireFreshAuthenticationAttribute(300))));
    }
}

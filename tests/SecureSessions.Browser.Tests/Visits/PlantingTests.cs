using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>A page of another site sends a user who is signed in to an endpoint that begins a session without a form token.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class PlantingTests(Chromium chromium)
{
    [Theory]
    [InlineData(SameSiteMode.Lax)]
    [InlineData(SameSiteMode.Strict)]
    [Trait("Requirement", "CS-1")]
    public async Task A_form_of_another_site_plants_no_session_in_the_place_of_the_users(SameSiteMode sameSite)
    {
        await using SessionHost host = await StartAsync(sameSite);
        await using OtherSite other = await OtherSite.StartAsync(AddressOf(host));
        await using Device device = await SignInAsync(host);
        device.Expect("status of 403");
        string? token = (await device.FindCookieAsync())?.Value;

        await device.Page.GotoAsync(other.PageAt(OtherSite.Stranger, "/form"));
        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () =>
                device.Page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync(), static response =>
                    response.Request.Method == "POST");

        Assert.Equal((403, token), (answer.Status, (await device.FindCookieAsync())?.Value));

        // In another tab: in place of an empty refusal Chromium goes to a page of its own, some time later.
        IPage tab = await device.Context.NewPageAsync();
        await tab.GotoAsync("/shown");
        await Assertions.Expect(tab.Locator("body")).ToHaveTextAsync("alice none");
    }

    [Fact]
    [Trait("Requirement", "CS-1")]
    public async Task With_a_Strict_cookie_a_link_from_another_site_leads_to_the_users_session_by_one_more_click()
    {
        await using SessionHost host = await StartAsync(SameSiteMode.Strict);
        await using OtherSite other = await OtherSite.StartAsync(AddressOf(host));
        await using Device device = await SignInAsync(host);
        string? token = (await device.FindCookieAsync())?.Value;

        await device.Page.GotoAsync(other.PageAt(OtherSite.Stranger, "/link"));
        await device.Page.GetByRole(AriaRole.Link, new() { Name = "Read" }).ClickAsync();
        ILocator goOn = device.Page.GetByRole(AriaRole.Link, new() { Name = "Continue" });
        await Assertions.Expect(goOn).ToBeVisibleAsync();
        Assert.Equal(token, (await device.FindCookieAsync())?.Value);
        await goOn.ClickAsync();

        await Assertions.Expect(device.Page.Locator("body")).ToHaveTextAsync("alice planted");
        Assert.Equal(token, (await device.FindCookieAsync())?.Value);
    }

    private static Uri AddressOf(SessionHost host) => new($"https://localhost:{host.BaseAddress.Port}/");

    // The other site posts to /logout and links to /account, as if to the sample.
    private static Task<SessionHost> StartAsync(SameSiteMode sameSite) => SessionHost.StartAsync(
        static app =>
        {
            SmallApp.Map(app);
            app.Map("/logout", Plant);
            app.MapGet("/account", Plant);
            app.MapGet("/favicon.ico", static () => Results.NoContent());
            app.MapGet("/shown", Show);
        },
        options => options.Cookie.SameSite = sameSite,
        ServerKind.KestrelHttp1);

    private static string Plant(HttpContext context)
    {
        context.Session.SetString("value", "planted");
        return Show(context);
    }

    private static string Show(HttpContext context) =>
        $"{context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody"} {context.Session.GetString("value") ?? "none"}";

    private async Task<Device> SignInAsync(SessionHost host)
    {
        Device device = await chromium.NewDeviceAsync(AddressOf(host));
        await device.Page.GotoAsync("/sign-in/alice");
        return device;
    }
}

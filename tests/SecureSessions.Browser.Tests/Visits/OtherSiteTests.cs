using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>Somebody is signed in, and visits a page that wants to make use of that.</summary>
[Collection(nameof(Chromium))]
public sealed class OtherSiteTests(Chromium chromium, SampleApps apps)
{
    [Theory]
    [EachStore(OtherSite.Stranger, OtherSite.Neighbour)]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "TM-6")]
    public async Task A_form_of_another_site_signs_nobody_out(SampleStore store, string host)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app, host);
        string token = await device.TokenAsync();

        await device.Page.GotoAsync(other.PageAt(host, "/form"));
        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync(), static response => response.Request.Method == "POST");

        Assert.Equal(RefusalOf(host), answer.Status);
        await IsStillSignedInAsync(app, device, token);
    }

    [Theory]
    [EachStore(OtherSite.Stranger, OtherSite.Neighbour)]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "CS-2")]
    public async Task A_script_of_another_site_signs_nobody_out(SampleStore store, string host)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app, host);
        string token = await device.TokenAsync();

        await device.Page.GotoAsync(other.PageAt(host, "/"));
        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.EvaluateAsync(
                "address => fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'prize=1' })", $"{app.Address}logout"),
            static response => response.Request.Method == "POST");

        Assert.Equal(RefusalOf(host), answer.Status);
        await IsStillSignedInAsync(app, device, token);
    }

    [Theory]
    [EachStore(OtherSite.Stranger, OtherSite.Neighbour)]
    public async Task A_script_of_another_site_reads_nothing(SampleStore store, string host)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app, host);
        device.Expect("blocked by CORS policy");
        device.Expect("net::ERR_FAILED");

        await device.Page.GotoAsync(other.PageAt(host, "/"));
        string outcome = await device.Page.EvaluateAsync<string>(
            "address => fetch(address, { credentials: 'include' }).then(answer => answer.text(), error => error.name)", $"{app.Address}account");

        Assert.Equal("TypeError", outcome);
    }

    [Theory]
    [EachStore(OtherSite.Stranger, OtherSite.Neighbour)]
    [Trait("Requirement", "TM-6")]
    public async Task A_link_of_another_site_leads_in_and_signs_nobody_out(SampleStore store, string host)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app, host);
        device.Expect("status of 405");
        string token = await device.TokenAsync();

        await device.Page.GotoAsync(other.PageAt(host, "/link"));
        await device.Page.GetByRole(AriaRole.Link, new() { Name = "Read" }).ClickAsync();
        await Assertions.Expect(device.Page).ToHaveURLAsync($"{app.Address}account");
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("alice");

        await device.Page.GotoAsync(other.PageAt(host, "/link"));
        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.GetByRole(AriaRole.Link, new() { Name = "Win" }).ClickAsync(), static response => response.Url.EndsWith("/logout", StringComparison.Ordinal));

        Assert.Equal(405, answer.Status);
        await IsStillSignedInAsync(app, device, token);
    }

    [Theory]
    [EachStore(OtherSite.Stranger, OtherSite.Neighbour)]
    [Trait("Requirement", "CS-5")]
    public async Task A_form_of_another_site_signs_nobody_in(SampleStore store, string host)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 400");

        await device.Page.GotoAsync(other.PageAt(host, "/login-form"));
        IResponse answer = await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.GetByRole(AriaRole.Button, new() { Name = "Win" }).ClickAsync(), static response => response.Request.Method == "POST");

        Assert.Equal(400, answer.Status);
        Assert.Empty(await device.Context.CookiesAsync());
    }

    private static async Task IsStillSignedInAsync(SampleApp app, Device device, string token)
    {
        Assert.Equal(token, await device.TokenAsync());
        Assert.True(await app.OpensAsync(token));
    }

    // A stranger's request comes without the cookie (SameSite), and so without a session whose form token it could name; a neighbour's comes
    // with it, and is refused for where it comes from.
    private static int RefusalOf(string host) => host == OtherSite.Stranger ? 400 : 403;

    private async Task<Device> SignInAsync(SampleApp app, string host)
    {
        Device device = await chromium.NewDeviceAsync(app);
        device.Expect($"status of {RefusalOf(host)}");
        await device.SignInAsync("alice");
        return device;
    }
}

using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>A signed-in user visits pages of an attacker: on the site of a stranger, and on another port of this host.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class OtherSiteTests(Chromium chromium, SampleApps apps)
{
    private static readonly string[] Hosts = [OtherSite.Stranger, OtherSite.Neighbour];

    [Theory]
    [EachStore]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "TM-6")]
    public async Task A_form_of_another_site_signs_nobody_out(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app);
        string token = await device.TokenAsync();

        foreach (string host in Hosts)
        {
            IPage page = await OpenAsync(device, other.PageAt(host, "/form"));
            IResponse answer = await PressAsync(page, AriaRole.Button, "Win");

            Assert.Equal(("POST", RefusalOf(host)), (answer.Request.Method, answer.Status));
            await IsStillSignedInAsync(app, device, token);
        }
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "CS-1")]
    [Trait("Requirement", "CS-2")]
    public async Task A_script_of_another_site_signs_nobody_out_and_reads_nothing(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app);
        device.Expect("blocked by CORS policy");
        device.Expect("net::ERR_FAILED");
        string token = await device.TokenAsync();

        foreach (string host in Hosts)
        {
            IPage page = await OpenAsync(device, other.PageAt(host, "/"));
            IResponse answer = await page.RunAndWaitForResponseAsync(
                () =>
                    page.EvaluateAsync(
                        "address => fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'prize=1' })",
                        $"{app.Address}logout"),
                static response => response.Request.Method == "POST");
            Assert.Equal(RefusalOf(host), answer.Status);

            Assert.Equal("TypeError", await page.EvaluateAsync<string>(
                "address => fetch(address, { credentials: 'include' }).then(answer => answer.text(), error => error.name)",
                $"{app.Address}account"));
            await IsStillSignedInAsync(app, device, token);
        }
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "TM-6")]
    public async Task A_link_of_another_site_leads_in_and_signs_nobody_out(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await SignInAsync(app);
        device.Expect("status of 405");
        string token = await device.TokenAsync();

        foreach (string host in Hosts)
        {
            IPage page = await OpenAsync(device, other.PageAt(host, "/link"));
            await PressAsync(page, AriaRole.Link, "Read");
            await Assertions.Expect(page).ToHaveURLAsync($"{app.Address}account");
            await Assertions.Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("alice");

            page = await OpenAsync(device, other.PageAt(host, "/link"));
            Assert.Equal(405, (await PressAsync(page, AriaRole.Link, "Win")).Status);
            await IsStillSignedInAsync(app, device, token);
        }
    }

    [Theory]
    [EachStore]
    [Trait("Requirement", "CS-5")]
    public async Task A_form_of_another_site_signs_nobody_in(SampleStore store)
    {
        SampleApp app = await apps.GetAsync(store);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 400");

        foreach (string host in Hosts)
        {
            IPage page = await OpenAsync(device, other.PageAt(host, "/login-form"));
            Assert.Equal(400, (await PressAsync(page, AriaRole.Button, "Win")).Status);
            Assert.Empty(await device.Context.CookiesAsync());
        }
    }

    private static async Task<IPage> OpenAsync(Device device, string address)
    {
        IPage page = await device.Context.NewPageAsync();
        await page.GotoAsync(address);
        return page;
    }

    // This is the first answer of the sample. The page that a link leads to may send more requests.
    private static Task<IResponse> PressAsync(IPage page, AriaRole role, string name) => page.RunAndWaitForResponseAsync(
        () => page.GetByRole(role, new() { Name = name }).ClickAsync(), static response => response.Request.IsNavigationRequest);

    private static async Task IsStillSignedInAsync(SampleApp app, Device device, string token)
    {
        Assert.Equal(token, await device.TokenAsync());
        Assert.True(await app.OpensAsync(token));
    }

    // A stranger's request comes without the cookie (SameSite), and so without a session whose form token it could name; a neighbour's
    // comes with it, and is refused for where it comes from.
    private static int RefusalOf(string host) => host == OtherSite.Stranger ? 400 : 403;

    private async Task<Device> SignInAsync(SampleApp app)
    {
        Device device = await chromium.NewDeviceAsync(app);
        device.Expect("status of 400");
        device.Expect("status of 403");
        await device.SignInAsync("alice");
        return device;
    }
}

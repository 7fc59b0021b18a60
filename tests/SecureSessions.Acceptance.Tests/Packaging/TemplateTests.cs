using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>The templates of <c>dotnet new</c>, as a newcomer uses them.</summary>
[Collection(PackagingCollection.Name)]
public sealed partial class TemplateTests(PackageFeed feed)
{
    private const string Password = "correct horse";

    private static readonly (string, string) FromItsOwnPage = ("Sec-Fetch-Site", "same-origin");
    private static readonly (string, string) FromAnotherSite = ("Sec-Fetch-Site", "cross-site");

    [Fact]
    public async Task The_site_lets_a_user_sign_in_see_the_devices_end_another_one_and_sign_out()
    {
        await using RunningApp app = await StartAsync("securesessions-web", $"--Demo:Password={Password}");
        using Browser browser = app.NewBrowser();
        using Browser other = app.NewBrowser();

        Page refused = await browser.GetAsync("/Devices", ("Accept", "text/html"));
        Assert.Equal(
            (HttpStatusCode.Redirect, "/Login?ReturnUrl=%2FDevices"), (refused.Status, new Uri(refused.Header("Location")).PathAndQuery));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/Login", Credentials(Password))).Status);
        Assert.Contains(
            "User name or password is wrong.",
            (await SubmitAsync(browser, "/Login", "/Login", Credentials("wrong"))).Body,
            StringComparison.Ordinal);
        Assert.Null(browser.Token);

        await SubmitAsync(browser, "/Login", "/Login", Credentials(Password));
        await SubmitAsync(other, "/Login", "/Login", Credentials(Password));
        Page devices = await browser.GetAsync("/Devices");
        Assert.Contains("This device", devices.Body, StringComparison.Ordinal);
        await SubmitAsync(
            browser, "/Devices", "/Devices?handler=End", new() { ["id"] = SessionId().Match(devices.Body).Groups["id"].Value });
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Redirect),
            ((await browser.GetAsync("/Devices")).Status, (await other.GetAsync("/Devices", ("Accept", "text/html"))).Status));

        using Browser thief = browser.Copy();
        await SubmitAsync(browser, "/", "/Logout", []);
        Assert.Equal((HttpStatusCode.Redirect, null), ((await thief.GetAsync("/Devices", ("Accept", "text/html"))).Status, browser.Token));
    }

    [Fact]
    public async Task The_site_warns_before_the_session_ends()
    {
        await using RunningApp app = await StartAsync("securesessions-web", $"--Demo:Password={Password}");
        using Browser browser = app.NewBrowser();

        Assert.Contains("<session-timeout ", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/_content/SecureSessions/session-timeout.js")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session/status")).Status);
    }

    [Fact]
    public async Task The_host_of_a_single_page_app_signs_in_serves_its_API_to_its_own_page_and_signs_out()
    {
        // In Development and without a setting it makes a password up.
        await using RunningApp app = await StartAsync("securesessions-bff", "--environment=Development");
        string password = PrintedPassword().Match(app.Output).Groups["password"].Value;
        using Browser browser = app.NewBrowser();

        Assert.Contains("src=\"/app.js\"", (await browser.GetAsync("/a/page/of/its/own")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/api/no-such")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/session/status")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(browser, "/api/login", Credentials("wrong"), FromItsOwnPage)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(browser, "/api/login", Credentials(password), FromAnotherSite)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(browser, "/api/login", Credentials(password), FromItsOwnPage)).Status);
        Assert.Equal("""{"name":"demo"}""", (await browser.GetAsync("/api/me")).Body);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await PostAsync(browser, "/api/notes", new() { ["text"] = "forged" }, FromAnotherSite)).Status);
        Assert.Equal("""["milk"]""", (await PostAsync(browser, "/api/notes", new() { ["text"] = "milk" }, FromItsOwnPage)).Body);
        Assert.Equal("""["milk"]""", (await browser.GetAsync("/api/notes")).Body);

        using Browser thief = browser.Copy();
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(browser, "/api/logout", [], FromItsOwnPage)).Status);
        Assert.Equal((HttpStatusCode.Unauthorized, null), ((await thief.GetAsync("/api/me")).Status, browser.Token));
    }

    [Theory]
    [InlineData("securesessions-web")]
    [InlineData("securesessions-bff")]
    public async Task An_app_without_a_password_starts_in_Development_only(string template)
    {
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(template, "--Demo:Password="));

        Assert.Contains("The demo user has no password. Set Demo:Password", refusal.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Credentials(string password) => new() { ["userName"] = "demo", ["password"] = password };

    /// <summary>Sends a form as the page has it, with its token.</summary>
    private static async Task<Page> SubmitAsync(Browser browser, string page, string address, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = (await browser.GetAsync(page)).FormToken;
        return await browser.SubmitAsync(address, fields);
    }

    private static async Task<Page> PostAsync(Browser browser, string path, Dictionary<string, string> body, (string, string) sender)
    {
        using var content = JsonContent.Create(body);
        return await browser.SendAsync(HttpMethod.Post, path, content, sender);
    }

    private async Task<RunningApp> StartAsync(string template, string setting)
    {
        string program = await feed.PublishTemplateAsync(template);
        string folder = Path.GetDirectoryName(program)!;
        return await RunningApp.StartAsync(folder, DotNetCli.Program, program, "--contentRoot", folder, setting);
    }

    [GeneratedRegex("name=\"id\" value=\"(?<id>[^\"]+)\"")]
    private static partial Regex SessionId();

    [GeneratedRegex("with the password (?<password>[a-z0-9]+)")]
    private static partial Regex PrintedPassword();
}

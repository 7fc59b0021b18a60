using System.Net;
using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using SecureSessions.Tests.Docs;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Packaging;

/// <summary>Pages that begin with <c>dotnet new</c>, followed word by word in a fresh folder, with the packages.</summary>
[Collection(PackagingCollection.Name)]
public sealed partial class DoorPageTests(PackageFeed feed)
{
    private const string Password = "Wonderland-7-teapots";

    [Fact]
    public async Task The_page_of_Identity_leads_from_dotnet_new_to_the_first_sign_in()
    {
        string folder = await feed.FollowAsync("identity", ShellBlock(DocPage.Identity));
        await EditAsync(
            folder,
            ("builder.Services.AddRazorPages();\n", DocPage.Identity.CodeBlocks[0]),
            ("app.UseAuthorization();\n", DocPage.Identity.CodeBlocks[1]));
        string program = await BuildAsync(folder, "MySite");

        await using RunningApp app = await RunningApp.StartAsync(folder, DotNetCli.Program, program);
        using Browser browser = app.NewBrowser();
        Page registered = await SubmitAsync(browser, "/Identity/Account/Register", new()
        {
            ["Input.Email"] = "alice@example.com",
            ["Input.Password"] = Password,
            ["Input.ConfirmPassword"] = Password,
        });
        Page confirmation = await browser.GetAsync(PathOf(registered.Header("Location")));
        await browser.GetAsync(PathOf(WebUtility.HtmlDecode(ConfirmationLink().Match(confirmation.Body).Groups["link"].Value)));

        Page signedIn = await SubmitAsync(browser, "/Identity/Account/Login", new()
        {
            ["Input.Email"] = "alice@example.com",
            ["Input.Password"] = Password,
            ["Input.RememberMe"] = "false",
        });

        Assert.Equal(HttpStatusCode.Redirect, signedIn.Status);
        Assert.NotNull(browser.Token);
        Assert.DoesNotContain(signedIn.SetCookies, static cookie => cookie.StartsWith(".AspNetCore.Identity", StringComparison.Ordinal));
        Assert.Contains("Hello alice@example.com!", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_OpenID_Connect_makes_an_app_that_refuses_junk_at_its_logout_endpoint()
    {
        string folder = await feed.FollowAsync("oidc", ShellBlock(DocPage.OpenIdConnect));
        string usings = UsingBlock().Match(DocPage.OpenIdConnect.Text).Groups["code"].Value;
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), usings + DocPage.OpenIdConnect.CodeBlocks[0]);
        string program = await BuildAsync(folder, "MyApp");

        await using RunningApp app = await RunningApp.StartAsync(
            folder, DotNetCli.Program, program, "--Oidc:Authority=https://127.0.0.1:9/", "--Oidc:ClientId=app", "--Oidc:ClientSecret=s");
        using Browser browser = app.NewBrowser();
        Page page = await browser.PostAsync("/backchannel-logout", new Dictionary<string, string> { ["logout_token"] = "junk" });

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    private static string ShellBlock(DocPage page) => FirstShellBlock().Match(page.Text).Groups["code"].Value;

    private static async Task EditAsync(string folder, params (string After, string Insert)[] edits)
    {
        string file = Path.Combine(folder, "Program.cs");
        string text = (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n");
        foreach ((string after, string insert) in edits)
        {
            Assert.Contains(after, text, StringComparison.Ordinal);
            text = text.Replace(after, after + insert, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(file, text);
    }

    private static async Task<string> BuildAsync(string folder, string name)
    {
        await DotNetCli.RunAsync(folder, "publish", "-o", "out");
        return Path.Combine(folder, "out", $"{name}.dll");
    }

    private static async Task<Page> SubmitAsync(Browser browser, string path, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = FormToken().Match((await browser.GetAsync(path)).Body).Groups["token"].Value;
        return await browser.SubmitAsync(path, fields);
    }

    private static string PathOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? absolute) && absolute.Scheme == Uri.UriSchemeHttps ? absolute.PathAndQuery : address;

    [GeneratedRegex("^```(bash)?\n(?<code>dotnet new .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstShellBlock();

    [GeneratedRegex("^```\n(?<code>using .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex UsingBlock();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("id=\"confirm-link\" href=\"(?<link>[^\"]+)\"")]
    private static partial Regex ConfirmationLink();
}

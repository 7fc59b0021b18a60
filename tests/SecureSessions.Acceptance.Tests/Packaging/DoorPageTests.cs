using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureSessions.Testing;
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
        await RegisterAsync(browser, "/Identity/Account/Register");

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
    public async Task The_page_of_Blazor_leads_from_dotnet_new_to_the_first_sign_in()
    {
        string folder = await feed.FollowAsync("blazor", ShellBlock(DocPage.Blazor));
        await EditAsync(
            folder,
            ("var builder = WebApplication.CreateBuilder(args);\n", DocPage.Blazor.CodeBlocks[0]),
            ("app.UseHttpsRedirection();\n", DocPage.Blazor.CodeBlocks[1]));
        string program = await BuildAsync(folder, "MySite");

        await using RunningApp app = await RunningApp.StartAsync(folder, DotNetCli.Program, program);
        using Browser browser = app.NewBrowser();
        await RegisterAsync(browser, "/Account/Register");
        Page signedIn = await SubmitAsync(browser, "/Account/Login", new()
        {
            ["Input.Email"] = "alice@example.com",
            ["Input.Password"] = Password,
        });

        Assert.Equal(HttpStatusCode.Redirect, signedIn.Status);
        Assert.NotNull(browser.Token);
        Assert.DoesNotContain(signedIn.SetCookies, static cookie => cookie.StartsWith(".AspNetCore.Identity", StringComparison.Ordinal));
        Assert.Contains("Hello alice@example.com!", (await browser.GetAsync("/auth")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_OpenID_Connect_leads_from_dotnet_new_to_the_first_sign_in()
    {
        string program = await BuildAsync(await FollowAsync("oidc", DocPage.OpenIdConnect), "MyApp");
        await using AppWithProvider app = await AppWithProvider.StartAsync(program);
        using Browser browser = app.NewBrowser();

        Page callback = await app.SignInAsync(browser, "/");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (callback.Status, PathOf(callback.Header("Location"))));
        Assert.NotNull(browser.Token);
        Assert.Equal("Hello ada", (await browser.GetAsync("/")).Body);
        Assert.Equal(HttpStatusCode.BadRequest, (await LogOutByBackChannelAsync(browser, "junk")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync("/logout", new Dictionary<string, string>())).Status);
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task The_page_of_the_backend_for_frontend_leads_from_dotnet_new_to_calls_of_the_API_with_the_token_of_the_session()
    {
        string program = await BuildAsync(await FollowAsync("bff", DocPage.Bff), "MyBff");
        await using WebApplication api = await StartApiAsync();
        await using AppWithProvider app = await AppWithProvider.StartAsync(program, $"--Api={api.Urls.Single()}");
        using Browser browser = app.NewBrowser();
        Page stranger = await browser.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.Status);

        await app.SignInAsync(browser, "/login");
        Page call = await browser.GetAsync("/api/me");

        Assert.Matches("^Bearer [^ ]{100,}, cookies: 0$", call.Body);
        Assert.Empty(call.SetCookies);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (
                (await PostAsync(browser, ("Sec-Fetch-Site", "same-origin"))).Status,
                (await PostAsync(browser, ("Sec-Fetch-Site", "cross-site"))).Status,
                (await PostAsync(browser)).Status));
        await browser.SubmitAsync("/logout", new Dictionary<string, string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/me")).Status);
    }

    [Fact]
    public async Task The_page_on_testing_makes_a_test_project_that_passes_with_the_contract_of_a_store_of_ones_own()
    {
        string folder = await feed.FollowAsync("testing", ShellBlock(DocPage.Testing));
        IReadOnlyList<string> blocks = DocPage.Testing.CodeBlocks;
        await File.WriteAllTextAsync(Path.Combine(folder, "..", "Shop", "Program.cs"), blocks[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "ShopTests.cs"), UsingsOf(DocPage.Testing) + blocks[1]);
        IReadOnlyList<string> store = DocPage.Stores.CodeBlocks;
        await File.WriteAllTextAsync(Path.Combine(folder, "CountingStore.cs"), UsingsOf(DocPage.Stores) + store[^2]);
        await File.WriteAllTextAsync(Path.Combine(folder, "CountingStoreTests.cs"), UsingsOf(DocPage.Stores) + store[^1]);

        string output = await DotNetCli.RunAsync(folder, "test");

        int facts = FactMark().Count(blocks[1]) + typeof(SessionStoreContract).GetMethods().Count(
            static method => method.GetCustomAttribute<FactAttribute>() is not null);
        Match result = TestResult().Match(output);
        Assert.True(result.Success, output);
        Assert.InRange(int.Parse(result.Groups["passed"].Value, CultureInfo.InvariantCulture), facts, int.MaxValue);
    }

    private static async Task<WebApplication> StartApiAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication api = builder.Build();
        api.Map("/api/me", static (HttpContext context) =>
        {
            context.Response.Cookies.Append("__Host-id", "of the API", new CookieOptions { Secure = true, Path = "/" });
            return $"{context.Request.Headers.Authorization}, cookies: {context.Request.Cookies.Count}";
        });
        await api.StartAsync();
        return api;
    }

    private static Task<Page> PostAsync(Browser browser, params (string, string)[] sender) =>
        browser.SendAsync(HttpMethod.Post, "/api/me", content: null, sender);

    private static Task<Page> LogOutByBackChannelAsync(Browser browser, string token) =>
        browser.PostAsync("/backchannel-logout", new Dictionary<string, string> { ["logout_token"] = token });

    // A page whose first code block is the whole program.
    private async Task<string> FollowAsync(string name, DocPage page)
    {
        string folder = await feed.FollowAsync(name, ShellBlock(page));
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), UsingsOf(page) + page.CodeBlocks[0]);
        return folder;
    }

    private static string UsingsOf(DocPage page) => UsingBlock().Match(page.Text).Groups["code"].Value;

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

    // Registers alice, and follows the link that the template shows in place of an e-mail.
    private static async Task RegisterAsync(Browser browser, string path)
    {
        Page registered = await SubmitAsync(browser, path, new()
        {
            ["Input.Email"] = "alice@example.com",
            ["Input.Password"] = Password,
            ["Input.ConfirmPassword"] = Password,
        });
        Page confirmation = await browser.GetAsync(PathOf(registered.Header("Location")));
        await browser.GetAsync(PathOf(WebUtility.HtmlDecode(ConfirmationLink().Match(confirmation.Body).Groups["link"].Value)));
    }

    // The form of the page, with some of its fields filled in.
    private static async Task<Page> SubmitAsync(Browser browser, string path, Dictionary<string, string> fields)
    {
        Dictionary<string, string> form = (await browser.GetAsync(path)).ReadForm();
        foreach ((string name, string value) in fields)
            form[name] = value;
        return await browser.SubmitAsync(path, form);
    }

    private static string PathOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? absolute) && absolute.Scheme == Uri.UriSchemeHttps
            ? absolute.PathAndQuery
            : address;

    [GeneratedRegex("^```(bash)?\n(?<code>dotnet new .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstShellBlock();

    [GeneratedRegex("^```\n(?<code>using .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex UsingBlock();

    [GeneratedRegex(@"^ *\[Fact\]", RegexOptions.Multiline)]
    private static partial Regex FactMark();

    [GeneratedRegex(@"Passed! +- Failed: +0, Passed: +(?<passed>\d+), Skipped: +0,")]
    private static partial Regex TestResult();

    [GeneratedRegex("href=\"(?<link>[^\"]*/ConfirmEmail[^\"]+)\"")]
    private static partial Regex ConfirmationLink();
}

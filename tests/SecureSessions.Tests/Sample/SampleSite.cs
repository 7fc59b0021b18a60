using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using SecureSessions.Sample;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Sample;

/// <summary>The sample, running in this process.</summary>
public sealed class SampleSite : IAsyncDisposable
{
    public const string TokenField = "__RequestVerificationToken";

    private readonly WebApplicationFactory<Program> _factory =
        new WebApplicationFactory<Program>().WithWebHostBuilder(static host => host.ConfigureLogging(static logging => logging.ClearProviders()));

    internal DemoUsers Users => (DemoUsers)_factory.Services.GetService(typeof(DemoUsers))!;

    public Browser NewBrowser() => new(new HttpClient(_factory.Server.CreateHandler()) { BaseAddress = new Uri("https://localhost/") });

    public async Task<Browser> NewSignedInBrowserAsync()
    {
        Browser browser = NewBrowser();
        await LogInAsync(browser, "alice", "Wonderland-7-teapots");
        return browser;
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    /// <summary>Fills in and sends the login form, as a browser does.</summary>
    public static Task<Page> LogInAsync(Browser browser, string username, string password, string page = "/login") =>
        SubmitAsync(browser, page, page, new() { ["username"] = username, ["password"] = password });

    /// <summary>Presses the button that signs out.</summary>
    public static Task<Page> LogOutAsync(Browser browser) => SubmitAsync(browser, "/", "/logout", []);

    /// <summary>The token of the form of a page.</summary>
    public static string TokenIn(string page) =>
        page[(page.IndexOf(TokenField, StringComparison.Ordinal) + TokenField.Length)..].Split("value=\"")[1].Split('"')[0];

    private static async Task<Page> SubmitAsync(Browser browser, string page, string action, Dictionary<string, string> fields)
    {
        fields.Add(TokenField, TokenIn((await browser.GetAsync(page)).Body));
        return await browser.SubmitAsync(action, fields);
    }
}

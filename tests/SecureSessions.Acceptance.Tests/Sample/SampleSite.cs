using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.Sample;
using SecureSessions.TestKit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The sample, running in this process, by a clock of its own.</summary>
public sealed class SampleSite : IAsyncDisposable
{
    public const string TokenField = "__RequestVerificationToken";

    private readonly WebApplicationFactory<Program> _factory;

    public SampleSite()
        : this("AllowedHosts", "localhost")
    {
    }

    private SampleSite(string setting, string value, int iterations = 1) =>
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting(setting, value)
            .ConfigureLogging(static logging => logging.ClearProviders())
            .ConfigureTestServices(services => services
                .AddSingleton<TimeProvider>(Clock)
                .AddSingleton<IStartupFilter, ClaimedAddressFilter>()
                .Configure<PasswordHasherOptions>(hashes => hashes.IterationCount = iterations)));

    public ManualTimeProvider Clock { get; } = new();

    internal DemoUsers Users => (DemoUsers)_factory.Services.GetService(typeof(DemoUsers))!;

    /// <summary>A site with a setting of its own.</summary>
    public static SampleSite With(string setting, string value, int iterations = 1) => new(setting, value, iterations);

    public Browser NewBrowser() => NewBrowser("localhost");

    /// <summary>One that calls the site by this name.</summary>
    public Browser NewBrowser(string host) =>
        new(new HttpClient(_factory.Server.CreateHandler()) { BaseAddress = new Uri($"https://{host}/"), Timeout = Patience.Limit });

    public Task<Browser> NewSignedInBrowserAsync() => NewSignedInBrowserAsync("alice");

    public async Task<Browser> NewSignedInBrowserAsync(string name)
    {
        Browser browser = NewBrowser();
        await LogInAsync(browser, name, DemoUsers.Accounts.Single(account => account.Name == name).Password);
        return browser;
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    /// <summary>Fills in and sends the login form, as a browser does.</summary>
    public static Task<Page> LogInAsync(Browser browser, string username, string password, string page = "/login") =>
        SubmitAsync(browser, page, page, new() { ["username"] = username, ["password"] = password });

    /// <summary>Presses the button that signs out.</summary>
    public static Task<Page> LogOutAsync(Browser browser) => SubmitAsync(browser, "/", "/logout", []);

    /// <summary>Fills in and sends a form of a page: its token is the page's, what it is sent to is the action.</summary>
    public static async Task<Page> SubmitAsync(Browser browser, string page, string action, Dictionary<string, string> fields)
    {
        fields.Add(TokenField, TokenIn((await browser.GetAsync(page)).Body));
        return await browser.SubmitAsync(action, fields);
    }

    /// <summary>The token of the form of a page.</summary>
    public static string TokenIn(string page) =>
        page[(page.IndexOf(TokenField, StringComparison.Ordinal) + TokenField.Length)..].Split("value=\"")[1].Split('"')[0];

    /// <summary>The public id of a browser's session.</summary>
    public static string IdOf(Browser browser) => browser.SessionId().ToString();
}

using System.Collections.Concurrent;
using Microsoft.Playwright;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>
/// A browser with a cookie jar of its own. When it is closed its test fails if a page complained in the console (of the
/// Content-Security-Policy, for one) or asked for anything that is not on this machine.
/// </summary>
public sealed class Device : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentBag<string> _expected = [];

    private readonly ManualTimeProvider? _clock;

    private Device(IBrowserContext context, ManualTimeProvider? clock)
    {
        Context = context;
        _clock = clock;
    }

    /// <summary>The cookie jar and the pages of the device.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The first page of the device.</summary>
    public IPage Page { get; private set; } = null!;

    internal static async Task<Device> OpenAsync(IBrowserContext context, ManualTimeProvider? clock = null)
    {
        var device = new Device(context, clock);
        context.Console += (_, message) => device.Hear(message);
        context.WebError += (_, error) => device._complaints.Enqueue($"error: {error.Error}");
        context.Request += (_, request) => device.Watch(request);
        context.SetDefaultTimeout(Patience.LimitInMilliseconds);
        if (clock is not null)
            await context.Clock.InstallAsync(new() { TimeDate = clock.GetUtcNow().UtcDateTime });
        device.Page = await context.NewPageAsync();
        return device;
    }

    /// <summary>Allows the console a message that the test provokes, such as "status of 503".</summary>
    public void Expect(string complaint) => _expected.Add(complaint);

    /// <summary>
    /// Lets time pass at once: first for the app, whose clock the test moves, then for the pages of this device, which ask the app for the
    /// status.
    /// </summary>
    public async Task PassAsync(TimeSpan time)
    {
        _clock!.Advance(time);
        await Context.Clock.FastForwardAsync((long)time.TotalMilliseconds);
    }

    /// <summary>Signs in through the form, with the password that the login page shows.</summary>
    public Task SignInAsync(string user, string page = "/login") => SignInAsync(Page, user, page);

    /// <summary>Signs in on another page of a device.</summary>
    public static async Task SignInAsync(IPage tab, string user, string page = "/login")
    {
        ArgumentNullException.ThrowIfNull(tab);
        await tab.GotoAsync(page);
        string password = await tab.GetByRole(AriaRole.Row).Filter(new() { HasText = user }).Locator("code").InnerTextAsync();
        await tab.GetByLabel("User name").FillAsync(user);
        await tab.GetByLabel("Password").FillAsync(password);
        await tab.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        // The page itself is asked: Playwright first looks at what it knows of the page and then waits for an event, and misses an event
        // that comes in between.
        await Poll.UntilAsync(() => HasLeftLoginAsync(tab), "the page after the login has loaded");
    }

    /// <summary>The session cookie as the browser keeps it; nothing if it has none.</summary>
    public async Task<BrowserContextCookiesResult?> FindCookieAsync() =>
        (await Context.CookiesAsync()).SingleOrDefault(static cookie => cookie.Name == "__Host-id");

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        string[] unexpected =
            [.. _complaints.Where(complaint => !_expected.Any(expected => complaint.Contains(expected, StringComparison.Ordinal)))];
        Assert.True(unexpected.Length == 0, string.Join('\n', unexpected));
    }

    private static async Task<bool> HasLeftLoginAsync(IPage tab)
    {
        try
        {
            return await tab.EvaluateAsync<bool>("document.readyState === 'complete' && !location.href.includes('/login')");
        }
        catch (PlaywrightException)
        {
            // It is just being replaced by the next one.
            return false;
        }
    }

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
    }

    private void Watch(IRequest request)
    {
        string host = new Uri(request.Url).Host;
        if (host.Length > 0 && host != "localhost" && !host.EndsWith(".localhost", StringComparison.Ordinal))
            _complaints.Enqueue($"request that leaves the machine: {request.Url}");
    }
}

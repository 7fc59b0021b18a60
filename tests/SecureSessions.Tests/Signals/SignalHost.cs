using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Signals;

/// <summary>An app whose browsers come from any address, and one browser that is signed in from home.</summary>
internal sealed class SignalHost : IAsyncDisposable
{
    public const string Home = "203.0.113.7";
    public const string Train = "198.51.100.20";
    public const string Abroad = "192.0.2.30";
    public const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0";
    public const string NewerFirefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0";
    public const string Safari =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 "
        + "Safari/604.1";

    private SignalHost(SessionHost host)
    {
        Host = host;
        Browser = NewBrowser();
    }

    public SessionHost Host { get; }

    public Browser Browser { get; }

    public static async Task<SignalHost> StartAsync(Action<SecureSessionOptions>? configure = null, IGeoLocator? locator = null)
    {
        SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = configure,
            Before = ClaimedAddress.Use,
            Map = Map,
            ConfigureServices = services =>
            {
                if (locator is not null)
                    services.AddSingleton(locator);
            },
        });
        return new SignalHost(host);
    }

    /// <summary>The same, with the browser signed in from home.</summary>
    public static async Task<SignalHost> StartSignedInAsync(Action<SecureSessionOptions>? configure = null, IGeoLocator? locator = null)
    {
        SignalHost signals = await StartAsync(configure, locator);
        await signals.Browser.GetAsync("/sign-in/alice");
        return signals;
    }

    /// <summary>A browser at home.</summary>
    public Browser NewBrowser()
    {
        Browser browser = Host.NewBrowser();
        (browser.UserAgent, browser.Address) = (Firefox, Home);
        return browser;
    }

    /// <summary>Sends a request of the browser from another address or device.</summary>
    public Task<Page> GetAsync(string path, string address = Home, string? userAgent = Firefox)
    {
        (Browser.Address, Browser.UserAgent) = (address, userAgent);
        return Browser.GetAsync(path);
    }

    public IReadOnlyList<SecureSessionEvent> Of(SessionEventType type) => Host.Events.Of(type);

    /// <summary>The clients that the session remembers, and whether a step-up is demanded.</summary>
    public async Task<(string[] Networks, bool NeedsStepUp)> ReadSessionAsync()
    {
        string[] seen = (await Browser.GetAsync("/seen")).Body.Split(';');
        return (seen[..^1], bool.Parse(seen[^1]));
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        SmallApp.Map(app);
        app.MapGet("/step-up", static (HttpContext context) => context.GetSecureSession().StepUp(["otp"]));
        app.MapGet("/seen", static (HttpContext context) =>
        {
            SessionPayload payload = ((SecureSession)context.GetSecureSession()).Stored!.Payload;
            return string.Join(';', [.. payload.Clients.Select(static client => client.Network), payload.NeedsStepUp.ToString()]);
        });
    }
}

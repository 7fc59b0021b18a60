using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>
/// A page that is connected to the hub, in a browser of alice. The clock of the page stands still, except while a test waits for the page:
/// so the client tries to connect again when the test lets it, on a slow machine too.
/// </summary>
internal sealed class HubPage(IPage page)
{
    private const int Step = 500;

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public IPage Page => page;

    /// <summary>Signs alice in, and opens the page.</summary>
    public static async Task<HubPage> SignInAsync(
        Device device, HttpTransportType transport = HttpTransportType.WebSockets, bool stateful = false)
    {
        // What the browser and the client say of a connection that was closed or refused.
        device.Expect("status of 401");
        device.Expect("/signalr.js");
        device.Expect("net::ERR_");
        await device.Context.Clock.InstallAsync(new() { TimeDate = Start });
        await device.Context.Clock.PauseAtAsync(Start.AddSeconds(1));
        await device.Page.GotoAsync("/sign-in/alice");
        await device.Page.GotoAsync($"/page?transport={(int)transport}{(stateful ? "&stateful" : "")}");
        var hub = new HubPage(device.Page);
        await hub.ShowsAsync("Connected");
        return hub;
    }

    /// <summary>Waits until the page says so, while its time passes.</summary>
    public Task<TimeSpan> ShowsAsync(string text) => UntilSeenAsync(seen => seen.LastOrDefault() == text, $"the page shows \"{text}\"");

    /// <summary>Waits until the page has lost its connection and has another one, while its time passes.</summary>
    public Task<TimeSpan> ConnectsAgainAsync() =>
        UntilSeenAsync(static seen => seen is [.., "Connecting again", "Connected"], "the page connects again");

    /// <summary>Calls a method of the hub.</summary>
    public Task<string> CallAsync(string method, params string[] arguments) =>
        page.EvaluateAsync<string>("([method, ...rest]) => connection.invoke(method, ...rest)", (string[])[method, .. arguments]);

    /// <summary>Begins the connection anew; why that was refused.</summary>
    public Task<string> StartAgainAsync() =>
        page.EvaluateAsync<string>("() => connection.start().then(() => 'It was not refused.', error => error.message)");

    /// <summary>Everything that the page has shown, and that its client has told it.</summary>
    public Task<string[]> SeenAsync() => page.EvaluateAsync<string[]>("() => seen");

    /// <summary>What the hub has said.</summary>
    public Task<string[]> HeardAsync() => page.EvaluateAsync<string[]>("() => heard");

    /// <summary>The id of the connection; nothing if there is none.</summary>
    public Task<string?> FindConnectionIdAsync() => page.EvaluateAsync<string?>("() => connection.connectionId");

    /// <summary>How the client keeps the connection, as it names that itself.</summary>
    public Task<string> FindTransportAsync() => page.EvaluateAsync<string>("() => connection.connection.transport.constructor.name");

    private Task<TimeSpan> UntilSeenAsync(Func<string[], bool> isSeen, string what) => Poll.UntilAsync(
        async () =>
        {
            await page.Context.Clock.FastForwardAsync(Step);
            return isSeen(await SeenAsync());
        },
        what);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>An app with a hub and a page that is connected to it, on a clock that only the test moves.</summary>
internal sealed class HubApp : IAsyncDisposable
{
    private readonly SessionHost _host;
    private readonly TcpRelay _network;

    private HubApp(SessionHost host)
    {
        _host = host;
        _network = new TcpRelay(host.BaseAddress.Port);
        Address = new Uri($"https://localhost:{_network.Port}");
    }

    /// <summary>The origin of the app, by a name: browsers treat IP addresses differently.</summary>
    public Uri Address { get; }

    public ManualTimeProvider Clock => _host.Clock;

    /// <summary>What the browsers reach the app through.</summary>
    public TcpRelay Network => _network;

    public static async Task<HubApp> StartAsync(SignalRClient client, Action<SecureSessionHubOptions>? hubs = null) => new(
        await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = ServerKind.KestrelHttp1,
            ConfigureAuthentication = static pages => pages.LoginPath = "/login",
            ConfigureServices = services => services.AddSignalR(HubClient.SetServer).AddSecureSessions(hubs),
            Map = app =>
            {
                SmallApp.Map(app);
                MapPage(app, client);
                app.MapSecureSessions();
                app.MapHub<TalkHub>("/hub", static hub => hub.AllowStatefulReconnects = true).RequireAuthorization();
            },
        }));

    /// <summary>The only session of alice.</summary>
    public async Task<UserSession> FindSessionAsync() => (await _host.Manager.ListAsync("alice")).Single();

    /// <summary>Ends the sessions of alice, as an administrator does.</summary>
    public async Task EndSessionsAsync() => await _host.Manager.EndAllAsync("alice");

    /// <summary>Says something to all connections of alice.</summary>
    public Task TellAsync(string text) =>
        _host.Services.GetRequiredService<IHubContext<TalkHub>>().Clients.User("alice").SendAsync("Tell", text);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static void MapPage(WebApplication app, SignalRClient client)
    {
        string script = client.Script;
        Serve("/page", "text/html", File.ReadAllText(SignalRClient.PathTo("index.html")));
        Serve("/live.js", "text/javascript", File.ReadAllText(SignalRClient.PathTo("live.js")));
        Serve("/test.js", "text/javascript", File.ReadAllText(SignalRClient.PathTo("test.js")));
        Serve("/signalr.js", "text/javascript", script);
        app.MapGet("/favicon.ico", static () => Results.NoContent()).WithoutSession();

        void Serve(string path, string type, string text) =>
            app.MapGet(path, () => Results.Text(text, $"{type}; charset=utf-8")).WithoutSession();
    }
}

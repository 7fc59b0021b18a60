using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The sample in a process of its own, over HTTPS, with a home of its own.</summary>
public sealed class SampleApp : IAsyncDisposable
{
    /// <summary>For tests whose store hangs: they want to see that it is given up on, and before the page gives up on the app.</summary>
    public const string ShortStoreTimeout = "--Sessions:StoreTimeout=00:00:05";

    private readonly TempFolder _home = new();
    private RunningApp? _app;

    private SampleApp(RedisServer? redis) => Redis = redis;

    /// <summary>The server that it keeps its sessions on, if that is where it keeps them. What was stored there survives a kill.</summary>
    public RedisServer? Redis { get; }

    /// <summary>Its origin, by a name: browsers treat addresses differently.</summary>
    public Uri Address => new($"https://localhost:{_app!.Address.Port}");

    /// <summary>Starts it.</summary>
    /// <param name="store">Where it keeps its sessions.</param>
    /// <param name="settings">More for its command line, such as <c>--Sessions:IdleTimeout=00:00:20</c>.</param>
    public static async Task<SampleApp> StartAsync(SampleStore store, params string[] settings)
    {
        var app = new SampleApp(store == SampleStore.Redis ? await RedisServer.StartAsync(new RedisServerSettings { Durable = true }) : null);
        try
        {
            string[] redis = app.Redis is null ? [] : [$"--Redis={app.Redis.Configuration}"];
            app._app = await RunningApp.StartAsync(app._home.Path, DotNetCli.Program,
            [
                Repository.PathTo("samples", "SecureSessions.Sample", "bin", Repository.Configuration, "net10.0", "SecureSessions.Sample.dll"),
                "--contentRoot", Repository.PathTo("samples", "SecureSessions.Sample"),
                // What is not published finds its static files only so.
                "--environment", "Development",
                "--urls", "https://127.0.0.1:0",
                .. redis,
                // A machine that is busy is no store that fails.
                $"--Sessions:StoreTimeout={Patience.StoreTimeout}",
                .. settings,
            ]);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that trusts the app, keeps no cookies and follows no redirects: what a thief has.</summary>
    public HttpClient NewClient() => _app!.NewClient();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        _home.Dispose();
    }
}

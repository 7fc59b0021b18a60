using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureSessions.TestKit;

/// <summary>A running app that carries out a script's commands, and a browser that sends them.</summary>
public sealed class ScriptedHost : IAsyncDisposable
{
    private int _holds;

    private ScriptedHost(Script script, SessionHost host)
    {
        Script = script;
        Host = host;
        Tab = host.NewBrowser();
    }

    public Script Script { get; }

    public SessionHost Host { get; }

    /// <summary>The browser. Parallel requests of it are its tabs.</summary>
    public Browser Tab { get; }

    public ManualTimeProvider Clock => Host.Clock;

    public FaultyStore Store => Host.Store;

    /// <summary>The session that the browser's cookie names.</summary>
    public SessionId SessionId =>
        SessionToken.TryParse(Tab.Token, out SessionToken token) ? token.Id : throw new InvalidOperationException("No session.");

    public static async Task<ScriptedHost> StartAsync(
        Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer)
    {
        var script = new Script();
        return new ScriptedHost(script, await SessionHost.StartAsync(script.MapCommands, configure, kind));
    }

    /// <summary>The same for a great many requests: no log is kept.</summary>
    public static async Task<ScriptedHost> StartSilentAsync()
    {
        var script = new Script();
        return new ScriptedHost(script, await SessionHost.StartAsync(new SessionHostSettings
        {
            Map = script.MapCommands,
            ConfigureServices = static services => services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None)),
        }));
    }

    /// <summary>The same, with the browser signed in.</summary>
    public static async Task<ScriptedHost> StartSignedInAsync(
        Action<SecureSessionOptions>? configure = null, ServerKind kind = ServerKind.TestServer)
    {
        ScriptedHost scripted = await StartAsync(configure, kind);
        await scripted.Tab.DoAsync("signin ada");
        return scripted;
    }

    /// <summary>Sends a request that waits in its handler between two parts of its script, and returns when it waits.</summary>
    public async Task<HeldRequest> HoldAsync(string before = "", string after = "")
    {
        string name = $"h{Interlocked.Increment(ref _holds)}";
        Task<Answer> answer = Tab.DoAsync($"{before}; hold {name}; {after}");
        Hold hold = Script.Hold(name);
        await hold.Reached;
        return new HeldRequest(hold, answer);
    }

    public ValueTask<SessionSummary?> PeekAsync(SessionId id) => Store.Inner.PeekAsync(id, CancellationToken.None);

    /// <summary>How many events of a type there were.</summary>
    public int Count(SessionEventType type) => Host.Events.Of(type).Count;

    public async ValueTask DisposeAsync()
    {
        Tab.Dispose();
        await Host.DisposeAsync();
    }
}

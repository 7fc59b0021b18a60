using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>
/// Two processes of an app, A and B, of the sample unless a test says otherwise, that have one Redis server in common and nothing else.
/// </summary>
public sealed class TwoNodes : IAsyncLifetime
{
    internal const string Password = "between-the-app-and-redis";

    private readonly string[] _arguments;
    private readonly string _app;
    private RedisServer? _server;
    private AppNode? _a;
    private AppNode? _b;

    public TwoNodes()
        : this([])
    {
    }

    /// <param name="arguments">More for the command line of both.</param>
    /// <param name="app">The app.</param>
    internal TwoNodes(string[] arguments, string app = AppNode.Sample)
    {
        _arguments = arguments;
        _app = app;
    }

    internal RedisServer Server => _server!;

    internal AppNode A => _a!;

    internal AppNode B => _b!;

    private string Configuration => $"{Server.Configuration},password={Password}";

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(new RedisServerSettings { Password = Password });
        _a = await AppNode.StartAsync(_app, ["--redis", Configuration, .. _arguments]);
        _b = await AppNode.StartAsync(_app, ["--redis", Configuration, .. _arguments]);
    }

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[_a, _b, _server])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }
}

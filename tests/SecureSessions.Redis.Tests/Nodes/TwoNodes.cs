using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>Two processes of the sample, A and B, that have one Redis server in common and nothing else.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    internal const string Password = "between-the-sample-and-redis";

    private readonly string[] _arguments;
    private RedisServer? _server;
    private SampleNode? _a;
    private SampleNode? _b;

    public TwoNodes()
        : this([])
    {
    }

    /// <param name="arguments">More for the command line of both.</param>
    internal TwoNodes(string[] arguments) => _arguments = arguments;

    internal RedisServer Server => _server!;

    internal SampleNode A => _a!;

    internal SampleNode B => _b!;

    private string Configuration => $"{Server.Configuration},password={Password}";

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(new RedisServerSettings { Password = Password });
        _a = await SampleNode.StartAsync(Configuration, _arguments);
        _b = await SampleNode.StartAsync(Configuration, _arguments);
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

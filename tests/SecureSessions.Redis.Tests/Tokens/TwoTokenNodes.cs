using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Tokens;

/// <summary>Two processes of an app that issues tokens, A and B, which have one Redis server and a <c>StoreKey</c> in common.</summary>
public sealed class TwoTokenNodes : IAsyncLifetime
{
    private RedisServer? _server;
    private TokenNode? _a;
    private TokenNode? _b;
    private HttpClient? _clientOfA;
    private HttpClient? _clientOfB;

    internal RedisServer Server => _server!;

    internal TokenNode NodeA => _a!;

    internal string StoreKey { get; } = TokenNode.NewStoreKey();

    /// <summary>A client at A.</summary>
    public HttpClient A => _clientOfA!;

    /// <summary>A client at B.</summary>
    public HttpClient B => _clientOfB!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _a = await TokenNode.StartAsync(_server.Configuration, StoreKey);
        _b = await TokenNode.StartAsync(_server.Configuration, StoreKey);
        (_clientOfA, _clientOfB) = (_a.NewClient(), _b.NewClient());
    }

    public async Task DisposeAsync()
    {
        _clientOfA?.Dispose();
        _clientOfB?.Dispose();
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[_a, _b, _server])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }
}

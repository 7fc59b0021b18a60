using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A Garnet server for the tests of a class, as its fixture: each under keys of its own.</summary>
public sealed class SharedGarnet : IAsyncLifetime
{
    private GarnetServer? _server;

    public string Configuration => _server!.Configuration;

    public async Task InitializeAsync() => _server = await GarnetServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

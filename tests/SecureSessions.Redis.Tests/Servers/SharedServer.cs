using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>One server for all tests that leave it as it was: each under keys of its own, none of them stops or reconfigures it.</summary>
/// <remarks>Such tests are <c>[Collection(SharedServer.Name)]</c> and run one after the other.
/// A class whose tests wait much has one of its own instead, as its class fixture, and runs beside all of these.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedServer : IAsyncLifetime, ICollectionFixture<SharedServer>
{
    public const string Name = "Tests on the shared Redis server";

    private RedisServer? _server;

    public RedisServer Server => _server!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>One cluster for all tests that leave it as it was: each under keys of its own, none of them stops a node.</summary>
/// <remarks>Such tests are <c>[Collection(SharedCluster.Name)]</c> and run one after the other, beside those on the shared server.
/// A class whose tests wait much has one of its own instead, as its class fixture, and runs beside all of these.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedCluster : IAsyncLifetime, ICollectionFixture<SharedCluster>
{
    public const string Name = "Tests on the shared Redis cluster";

    private RedisCluster? _cluster;

    public RedisCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await RedisCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}

using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>One cluster for all tests that leave it as it was: each under keys of its own, none of them stops a node.</summary>
/// <remarks>Such tests are <c>[Collection(SharedCluster.Name)]</c> and run one after the other, beside those on the shared server.
/// A class whose tests take long has one of its own instead, as its class fixture, and runs beside all of these.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedCluster()
    : ServerFixture<RedisCluster>(static () => RedisCluster.StartAsync(Patient)), ICollectionFixture<SharedCluster>
{
    public const string Name = "Tests on the shared Redis cluster";

    // No master is done without because the machine is busy.
    private static readonly string[] Patient = ["--cluster-node-timeout", "15000"];

    public RedisCluster Cluster => Shared;
}

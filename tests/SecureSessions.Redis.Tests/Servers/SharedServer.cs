using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>One server for all tests that leave it as it was: each under keys of its own, none of them stops or reconfigures it.</summary>
/// <remarks>Such tests are <c>[Collection(SharedServer.Name)]</c> and run one after the other.
/// A class whose tests take long has one of its own instead, as its class fixture, and runs beside all of these.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedServer() : ServerFixture<RedisServer>(static () => RedisServer.StartAsync()), ICollectionFixture<SharedServer>
{
    public const string Name = "Tests on the shared Redis server";

    public RedisServer Server => Shared;
}

using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>A Garnet server for the tests of a class, as its fixture.</summary>
public sealed class SharedGarnet() : ServerFixture<GarnetServer>(GarnetServer.StartAsync)
{
    public string Configuration => Shared.Configuration;
}

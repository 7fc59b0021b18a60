using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user's sessions on Garnet.</summary>
public sealed class GarnetUserSessionsTests(SharedGarnet shared)
    : UserSessionsOnTwoNodes(shared.Configuration), IClassFixture<SharedGarnet>;

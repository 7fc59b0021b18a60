using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user's sessions on a master that its sentinels name.</summary>
public sealed class SentinelUserSessionsTests(SharedSentinels shared)
    : UserSessionsOnTwoNodes(shared.Configuration), IClassFixture<SharedSentinels>;

using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>A user's sessions on a single server.</summary>
[Collection(SharedServer.Name)]
public sealed class SingleServerUserSessionsTests(SharedServer shared) : UserSessionsOnTwoNodes(shared.Server.Configuration);

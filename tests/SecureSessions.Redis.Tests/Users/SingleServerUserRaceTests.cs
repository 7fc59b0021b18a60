using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(Crowds.Name)]
[Trait("Pace", "Crowd")]
public sealed class SingleServerUserRaceTests(SharedServer shared)
    : UserRaceTests(shared.Server.Configuration), IClassFixture<SharedServer>;

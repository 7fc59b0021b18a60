using Xunit;

namespace SecureSessions.Redis.Tests;

[Collection(SharedServer.Name)]
public sealed class SingleServerUserRaceTests(SharedServer shared) : UserRaceTests(shared.Server.Configuration);

using Xunit;

namespace SecureSessions.Redis.Tests.Deaths;

[Collection(Crowds.Name)]
[Trait("Pace", "Crowd")]
public sealed class SingleServerProcessDeathTests(SharedServer shared) : ProcessDeathTests(
    shared.Server.Configuration,
    async pattern => (await shared.Server.ExecuteAsync("KEYS", pattern)).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    IClassFixture<SharedServer>;

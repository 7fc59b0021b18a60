using Xunit;

namespace SecureSessions.Redis.Tests.Deaths;

[Collection(SharedServer.Name)]
public sealed class SingleServerProcessDeathTests(SharedServer shared) : ProcessDeathTests(
    shared.Server.Configuration,
    async pattern => (await shared.Server.ExecuteAsync("KEYS", pattern)).Split('\n', StringSplitOptions.RemoveEmptyEntries));

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>The in-memory store keeps the contract.</summary>
public sealed class MemorySessionStoreContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync() =>
        ValueTask.FromResult<ISecureSessionStore>(
            new MemorySessionStore(_clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance));

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>The in-memory store keeps the contract without its sweep, which only frees memory.</summary>
public sealed class MemorySessionStoreUnsweptContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var store = new MemorySessionStore(_clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance);
        store.Dispose();
        return ValueTask.FromResult<ISecureSessionStore>(store);
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

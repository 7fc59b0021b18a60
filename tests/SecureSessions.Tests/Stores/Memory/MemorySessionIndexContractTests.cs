using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>The in-memory store keeps the contract of the users port.</summary>
public sealed class MemorySessionIndexContractTests : SessionIndexContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<(ISecureSessionStore Store, ISecureSessionIndex Index)> CreateAsync()
    {
        var store = new MemorySessionStore(_clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance);
        return ValueTask.FromResult<(ISecureSessionStore, ISecureSessionIndex)>((store, store));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

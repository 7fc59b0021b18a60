using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>The counters in memory keep the contract.</summary>
public sealed class MemoryCountersContractTests : SessionCountersContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionCounters> CreateAsync() =>
        ValueTask.FromResult<ISecureSessionCounters>(new MemoryCounters(_clock));

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

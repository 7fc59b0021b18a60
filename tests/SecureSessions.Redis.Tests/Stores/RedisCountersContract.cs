using SecureSessions.Testing;

namespace SecureSessions.Redis.Tests;

/// <summary>The contract of all counters of sign-ins, on Redis.</summary>
public abstract class RedisCountersContract(string configuration) : SessionCountersContract
{
    private RedisPorts? _ports;

    public override Task DisposeAsync()
    {
        _ports?.Dispose();
        return Task.CompletedTask;
    }

    protected override async ValueTask<ISecureSessionCounters> CreateAsync()
    {
        _ports = await RedisPorts.OpenAsync(configuration);
        return _ports.Counters;
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _ports!.WaitAsync(duration);
}

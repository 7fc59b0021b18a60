using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>The contract of every users port, on Redis: in seconds, since its clock cannot be moved.</summary>
/// <remarks>As <see cref="RedisSessionStoreContract"/>.</remarks>
public abstract class RedisSessionIndexContract(string configuration) : SessionIndexContract
{
    private RedisPorts? _ports;

    protected override TimeSpan IdleTimeout => TimeSpan.FromSeconds(7);

    protected override TimeSpan AbsoluteTimeout => TimeSpan.FromSeconds(30);

    protected override TimeSpan Margin => TimeSpan.FromSeconds(0.8);

    protected override bool CanWaitForLease => false;

    public override Task DisposeAsync()
    {
        _ports?.Dispose();
        return Task.CompletedTask;
    }

    protected override async ValueTask<(ISecureSessionStore Store, ISecureSessionIndex Index)> CreateAsync()
    {
        _ports = await RedisPorts.OpenAsync(configuration);
        return (_ports.Store, _ports.Index);
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _ports!.WaitAsync(duration);
}

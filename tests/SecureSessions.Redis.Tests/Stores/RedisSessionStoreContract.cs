using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>The contract of every store, on Redis: in seconds, since its clock cannot be moved.</summary>
/// <remarks>So many seconds that a busy machine does between two waits what a test does. They are waits, so these classes run
/// beside each other, each with a server of its own.</remarks>
public abstract class RedisSessionStoreContract(string configuration) : SessionStoreContract
{
    private RedisPorts? _ports;
    private RedisPorts? _forgetful;

    protected override TimeSpan IdleTimeout => TimeSpan.FromSeconds(6);

    protected override TimeSpan AbsoluteTimeout => TimeSpan.FromSeconds(15);

    protected override TimeSpan Grace => TimeSpan.FromSeconds(2);

    protected override TimeSpan Margin => TimeSpan.FromSeconds(1);

    protected override TimeSpan ActivityInterval => TimeSpan.FromSeconds(1);

    // Longer than the interval and the margin together, so that a session has ended and is not forgotten at one moment at least.
    protected override TimeSpan Retention => TimeSpan.FromSeconds(3);

    protected override TimeSpan DenseStep => TimeSpan.FromMilliseconds(5);

    public override Task DisposeAsync()
    {
        _ports?.Dispose();
        _forgetful?.Dispose();
        return Task.CompletedTask;
    }

    protected override async ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        _ports = await RedisPorts.OpenAsync(configuration);
        return _ports.Store;
    }

    protected override async ValueTask<ISecureSessionStore> OpenForgetfulStoreAsync()
    {
        _forgetful = await RedisPorts.OpenForgetfulAsync(configuration, Retention);
        return _forgetful.Store;
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _ports!.WaitAsync(duration);
}

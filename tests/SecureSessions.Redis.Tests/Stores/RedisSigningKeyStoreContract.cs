using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests;

/// <summary>The contract of every store of signing keys, on Redis: in seconds, since its clock cannot be moved.</summary>
public abstract class RedisSigningKeyStoreContract(string configuration) : SigningKeyStoreContract
{
    private RedisPorts? _ports;

    // Longer than two calls take on a machine that is busy.
    protected override TimeSpan Life => Patience.Slack;

    public override Task DisposeAsync()
    {
        _ports?.Dispose();
        return Task.CompletedTask;
    }

    protected override async ValueTask<(ISecureSessionStore Store, ISigningKeyStore Keys)> CreateAsync()
    {
        _ports = await RedisPorts.OpenAsync(configuration);
        return (_ports.Store, _ports.SigningKeys);
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _ports!.WaitAsync(duration);
}

using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Testing;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;

namespace SecureSessions.Tokens.Tests.Keys;

/// <summary>What the other tests take for a store keeps the contract.</summary>
public sealed class SharedSigningKeysContractTests : SigningKeyStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<(ISecureSessionStore Store, ISigningKeyStore Keys)> CreateAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddSecureSessions();
        ISecureSessionStore store = services.BuildServiceProvider().GetRequiredService<ISecureSessionStore>();
        return ValueTask.FromResult<(ISecureSessionStore, ISigningKeyStore)>((store, new SharedSigningKeys(_clock)));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

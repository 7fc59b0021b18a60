using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureSessions.Testing;

namespace SecureSessions.Tests.Docs.Stores;

/// <summary>The test that <c>docs/stores.md</c> shows: the store that it shows keeps the contract.</summary>
#region counting-store-tests
public sealed class CountingStoreTests : SessionStoreContract
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(_clock);
        services.AddSecureSessions().AddStore<CountingStore>();
        return ValueTask.FromResult(services.BuildServiceProvider().GetRequiredService<ISecureSessionStore>());
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
#endregion

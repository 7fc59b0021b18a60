using LiteDB;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SecureSessions.Testing;

namespace SecureSessions.Tests.Docs.OwnStore;

/// <summary>The test that <c>docs/own-store.md</c> shows: the store that it builds keeps the contract.</summary>
#region own-store-tests
public sealed class LiteDbSessionStoreTests : SessionStoreContract
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    // How long activity goes unwritten: LiteDbSessionStore.TouchInterval.
    protected override TimeSpan ActivityInterval => TimeSpan.FromSeconds(10);

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var options = new OptionsWrapper<SecureSessionOptions>(new SecureSessionOptions());
        var database = new LiteDatabase(new MemoryStream());
        return ValueTask.FromResult<ISecureSessionStore>(new LiteDbSessionStore(database, options, _clock));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}
#endregion

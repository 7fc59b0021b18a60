using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>
/// A store that compares and sets, and writes on top of what it has read for the last request, keeps the contract all the same.
/// </summary>
public sealed class ReadingLifeContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var table = new RowTable(_clock);
        ISecureSessionStore[] nodes = [.. Enumerable.Range(0, 3).Select(_ => new RowStore(table, _clock, readingLife: TimeSpan.FromHours(1)))];
        return ValueTask.FromResult<ISecureSessionStore>(new RowNodes(nodes));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>A store that compares and sets keeps the contract whichever of its nodes gets a call, also in races between the nodes.</summary>
public sealed class CompareAndSetContractTests : SessionStoreContract
{
    private readonly ManualTimeProvider _clock = new();

    protected override ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        var table = new RowTable(_clock);
        ISecureSessionStore[] nodes = [.. Enumerable.Range(0, 3).Select(_ => new RowStore(table, _clock))];
        return ValueTask.FromResult<ISecureSessionStore>(new RowNodes(nodes));
    }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _clock.Advance(duration);
        return Task.CompletedTask;
    }
}

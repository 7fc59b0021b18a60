using Microsoft.Extensions.Options;

namespace SecureSessions.Tests.Stores;

/// <summary>A node's store over a <see cref="RowTable"/>, which answers as a server does: later.</summary>
internal sealed class RowStore(
    RowTable table, TimeProvider timeProvider, TimeSpan touchInterval = default, TimeSpan readingLife = default)
    : CompareAndSetSessionStore(Options.Create(new SecureSessionOptions()), timeProvider)
{
    protected override TimeSpan TouchInterval => touchInterval;

    protected override TimeSpan ReadingLife => readingLife;

    public override ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(table.Now);

    protected override async ValueTask<SessionRow> ReadAsync(SessionId id, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return table.Read(id);
    }

    protected override async ValueTask<bool> TryWriteAsync(SessionWrite write, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await table.TryWriteAsync(write);
    }
}

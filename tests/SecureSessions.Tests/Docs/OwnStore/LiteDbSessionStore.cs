using LiteDB;
using Microsoft.Extensions.Options;

namespace SecureSessions.Tests.Docs.OwnStore;

/// <summary>The store that <c>docs/own-store.md</c> builds.</summary>
#region own-store
public sealed class LiteDbSessionStore(LiteDatabase database, IOptions<SecureSessionOptions> options, TimeProvider timeProvider)
    : CompareAndSetSessionStore(options, timeProvider)
{
    private readonly ILiteCollection<Row> _rows = Open(database);
    private readonly TimeProvider _timeProvider = timeProvider;
    private readonly Lock _writing = new();
    private DateTimeOffset _nextCleanUp;

    public override ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Now);

    protected override TimeSpan TouchInterval => TimeSpan.FromSeconds(10);

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    protected override ValueTask<SessionRow> ReadAsync(SessionId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_rows.FindById(id.ToString()) is { } row
            ? new SessionRow(row.State, row.Payload, row.Revision, Now)
            : SessionRow.None(Now));

    protected override ValueTask<bool> TryWriteAsync(SessionWrite write, CancellationToken cancellationToken)
    {
        // The file belongs to this process, so a lock is all that it takes to compare and set.
        lock (_writing)
        {
            Row? kept = _rows.FindById(write.Id.ToString());
            if ((kept?.Revision ?? 0) != write.ExpectedRevision || Now >= write.WrittenBefore)
                return ValueTask.FromResult(false);

            CleanUp();
            _rows.Upsert(new Row
            {
                Id = write.Id.ToString(),
                Revision = write.ExpectedRevision + 1,
                State = write.State.ToArray(),
                Payload = write.Payload?.ToArray() ?? kept!.Payload,
                KeptUntil = write.KeptUntil.ToUnixTimeMilliseconds(),
            });
            return ValueTask.FromResult(true);
        }
    }

    // Everything has an end: a row that nobody asks for again goes within a minute.
    private void CleanUp()
    {
        if (Now < _nextCleanUp)
            return;

        _nextCleanUp = Now + TimeSpan.FromMinutes(1);
        long now = Now.ToUnixTimeMilliseconds();
        _rows.DeleteMany(row => row.KeptUntil <= now);
    }

    private static ILiteCollection<Row> Open(LiteDatabase database)
    {
        ILiteCollection<Row> rows = database.GetCollection<Row>("sessions");
        rows.EnsureIndex(row => row.KeptUntil);
        return rows;
    }

    private sealed class Row
    {
        public required string Id { get; init; }
        public long Revision { get; init; }
        public required byte[] State { get; init; }
        public required byte[] Payload { get; init; }
        public long KeptUntil { get; init; }
    }
}
#endregion

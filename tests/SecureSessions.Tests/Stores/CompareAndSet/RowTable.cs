using System.Collections.Concurrent;

namespace SecureSessions.Tests.Stores;

/// <summary>Rows in memory that several nodes share, with a count of what was done.</summary>
internal sealed class RowTable(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<SessionId, SessionRow> _rows = [];
    private int _reads;
    private int _writes;

    /// <summary>What happens before each write, such as a write of another node.</summary>
    public Func<SessionWrite, Task> BeforeWrite { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whether the table writes nothing and says that others were first.</summary>
    public bool RefusesAll { get; set; }

    public (int Reads, int Writes) Calls => (_reads, _writes);

    /// <summary>The last payload that was brought; <see langword="null"/> if the last write brought none.</summary>
    public ReadOnlyMemory<byte>? LastPayload { get; private set; }

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    public void ForgetCalls() => (_reads, _writes) = (0, 0);

    public SessionRow Read(SessionId id)
    {
        Interlocked.Increment(ref _reads);
        return _rows.TryGetValue(id, out SessionRow row) ? row with { Now = Now } : SessionRow.None(Now);
    }

    public async Task<bool> TryWriteAsync(SessionWrite write)
    {
        await BeforeWrite(write);
        lock (_rows)
        {
            _rows.TryGetValue(write.Id, out SessionRow kept);
            if (RefusesAll || kept.Revision != write.ExpectedRevision || Now >= write.WrittenBefore)
                return false;

            _writes++;
            LastPayload = write.Payload;
            _rows[write.Id] = new SessionRow(write.State, write.Payload ?? kept.Payload, kept.Revision + 1, Now);
            return true;
        }
    }
}

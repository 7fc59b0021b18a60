using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// Lets the writers of one session in this process write one after the other, and tells them which versions are out of date. It keeps nothing
/// exact, which compare-and-set does: it saves attempts that can only fail.
/// </summary>
/// <param name="waits">Whether anybody ever waits; not where everything has to run on one thread.</param>
internal sealed class WriterTurns(bool waits = true)
{
    private const int Places = 1024;

    // As long as some writes take, so that those of other processes find room.
    private const int LongestPauseInMilliseconds = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Queue<TaskCompletionSource>> _lines = [];

    /// <summary>The last version that was written here. Each session has one place, which the next session that falls there takes over.</summary>
    private readonly Written?[] _written = new Written?[Places];

    /// <summary>How many sessions are being written.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _lines.Count;
        }
    }

    /// <summary>Waits for a turn, which ends when it is disposed. Whoever has waited as long as the patience goes on without one.</summary>
    public async ValueTask<Turn> EnterAsync(SessionId id, TimeSpan patience) =>
        new(waits && (Join(id) is not { } waiting || await WaitAsync(waiting, patience)) ? this : null, id);

    /// <summary>Waits for a random while after an attempt that failed although it was this writer's turn: another process comes in between.</summary>
    public Task PauseAsync(int attempt) => waits
        ? Task.Delay(RandomNumberGenerator.GetInt32(1, 1 + Math.Min(LongestPauseInMilliseconds, 1 << Math.Min(attempt, 4))))
        : Task.CompletedTask;

    /// <summary>Whether a later version was written here: to build on this one would be in vain.</summary>
    public bool IsOutdated(SessionId id, long version) =>
        Volatile.Read(ref PlaceOf(id)) is { } last && last.Id == id && version < last.Version;

    /// <summary>Says which version was written, to those who come next.</summary>
    public void Tell(SessionId id, long version) => Volatile.Write(ref PlaceOf(id), new Written(id, version));

    /// <summary>Nobody is to wait any longer: the store fails, and each may find that out by itself.</summary>
    public void LetGo(SessionId id)
    {
        lock (_lock)
        {
            while (_lines.TryGetValue(id, out Queue<TaskCompletionSource>? line) && line.TryDequeue(out TaskCompletionSource? next))
                next.TrySetCanceled();
        }
    }

    /// <summary>Takes the turn if nobody has it, and otherwise a place in the line.</summary>
    private TaskCompletionSource? Join(SessionId id)
    {
        lock (_lock)
        {
            if (_lines.TryAdd(id, []))
                return null;

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lines[id].Enqueue(waiting);
            return waiting;
        }
    }

    /// <summary>Waits for the turn; whether it came.</summary>
    private static async Task<bool> WaitAsync(TaskCompletionSource waiting, TimeSpan patience)
    {
        try
        {
            // By the system's clock: it decides nothing.
            await waiting.Task.WaitAsync(patience);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The turn may have come in this very moment.
            waiting.TrySetCanceled();
        }

        return waiting.Task.IsCompletedSuccessfully;
    }

    private void Leave(SessionId id)
    {
        lock (_lock)
        {
            // Whoever has run out of patience is passed over.
            while (_lines[id].TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                    return;
            }

            _lines.Remove(id);
        }
    }

    private ref Written? PlaceOf(SessionId id) => ref _written[id.GetHashCode() & (Places - 1)];

    /// <summary>One writer's turn.</summary>
    public sealed class Turn(WriterTurns? owner, SessionId id) : IDisposable
    {
        public void Dispose() => owner?.Leave(id);
    }

    private sealed record Written(SessionId Id, long Version);
}

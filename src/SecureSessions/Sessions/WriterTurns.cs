using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// Lets the writers of one session in this process write one after the other, and tells them which versions are out of date. The turns
/// only save attempts that would fail; compare-and-set alone guarantees that no write is lost.
/// </summary>
/// <param name="waits">Whether writers wait at all; <see langword="false"/> for tests that run on one thread.</param>
internal sealed class WriterTurns(bool waits = true)
{
    private const int Slots = 1024;

    // About as long as a few writes take, so that writers of other processes get their chance.
    private const int LongestPauseInMilliseconds = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Queue<TaskCompletionSource>> _queues = [];

    /// <summary>
    /// The last version that this process wrote, by session. Several sessions share a slot, which has the last one that was written.
    /// </summary>
    private readonly Written?[] _written = new Written?[Slots];

    /// <summary>How many sessions are being written.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _queues.Count;
        }
    }

    /// <summary>
    /// Waits for the writer's turn, which ends when it is disposed. A writer that has waited for <paramref name="maxWait"/> goes on
    /// without a turn.
    /// </summary>
    public async ValueTask<Turn> EnterAsync(SessionId id, TimeSpan maxWait) =>
        new(waits && (TryStartOrEnqueue(id) is not { } waiting || await WaitAsync(waiting, maxWait)) ? this : null, id);

    /// <summary>Waits for a random time after a conflict with a writer of another process.</summary>
    public Task PauseAsync(int attempt) => waits
        ? Task.Delay(RandomNumberGenerator.GetInt32(1, 1 + Math.Min(LongestPauseInMilliseconds, 1 << Math.Min(attempt, 4))))
        : Task.CompletedTask;

    /// <summary>Whether this process has written a later version, so that a write on top of this one would fail.</summary>
    public bool IsOutdated(SessionId id, long version) =>
        Volatile.Read(ref SlotOf(id)) is { } last && last.Id == id && version < last.Version;

    /// <summary>Records the version that was written, for the writers that come next.</summary>
    public void RecordWritten(SessionId id, long version) => Volatile.Write(ref SlotOf(id), new Written(id, version));

    /// <summary>Lets all waiting writers go on at once, since the store fails: they would only wait for each other's timeout.</summary>
    public void ReleaseWaiting(SessionId id)
    {
        lock (_lock)
        {
            while (_queues.TryGetValue(id, out Queue<TaskCompletionSource>? queue) && queue.TryDequeue(out TaskCompletionSource? next))
                next.TrySetCanceled();
        }
    }

    /// <summary>Takes the turn if it is free, and returns <see langword="null"/>; otherwise joins the queue.</summary>
    private TaskCompletionSource? TryStartOrEnqueue(SessionId id)
    {
        lock (_lock)
        {
            if (_queues.TryAdd(id, []))
                return null;

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _queues[id].Enqueue(waiting);
            return waiting;
        }
    }

    /// <summary>Waits for the turn. Returns whether the writer got it.</summary>
    private static async Task<bool> WaitAsync(TaskCompletionSource waiting, TimeSpan maxWait)
    {
        try
        {
            // The system's clock is used, since no deadline of a session depends on this wait.
            await waiting.Task.WaitAsync(maxWait);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The turn may have come at the same moment as the timeout: then the cancellation has no effect.
            waiting.TrySetCanceled();
        }

        return waiting.Task.IsCompletedSuccessfully;
    }

    private void Leave(SessionId id)
    {
        lock (_lock)
        {
            // A writer that has stopped waiting is passed over.
            while (_queues[id].TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                    return;
            }

            _queues.Remove(id);
        }
    }

    private ref Written? SlotOf(SessionId id) => ref _written[id.GetHashCode() & (Slots - 1)];

    /// <summary>One writer's turn.</summary>
    public sealed class Turn(WriterTurns? owner, SessionId id) : IDisposable
    {
        public void Dispose() => owner?.Leave(id);
    }

    private sealed record Written(SessionId Id, long Version);
}

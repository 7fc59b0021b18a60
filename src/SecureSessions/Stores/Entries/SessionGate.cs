namespace SecureSessions;

/// <summary>Lets one writer in at a time, and tells a reader whether a writer has been in since it read.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose of.
internal sealed class SessionGate
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _turns;

    /// <summary>
    /// How many turns have ended. If the number is the same within a turn as before a read, nothing was written since the read.
    /// </summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Waits for a turn, which ends when it is disposed.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(this);
    }

    public readonly struct Turn(SessionGate gate) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref gate._turns, gate._turns + 1);
            gate._turn.Release();
        }
    }
}

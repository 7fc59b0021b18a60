using System.Collections.Concurrent;

namespace SecureSessions.Tests.Users;

/// <summary>
/// Writes down in which order sessions are reserved, created, ended, removed and looked after, and can die like a process: from one write
/// on nothing happens any more.
/// </summary>
internal sealed class RecordingStore(MemorySessionStore inner) : ISecureSessionStore, ISecureSessionIndex
{
    private readonly ConcurrentQueue<(string What, SessionId Id)> _writes = new();
    private int _writesLeft = int.MaxValue;

    public IReadOnlyCollection<(string What, SessionId Id)> Writes => _writes;

    public IEnumerable<SessionId> Created => _writes.Where(static write => write.What == "create").Select(static write => write.Id);

    /// <summary>How many writes are still carried out.</summary>
    public int WritesLeft
    {
        get => Volatile.Read(ref _writesLeft);
        set => Volatile.Write(ref _writesLeft, value);
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => inner.GetTimeAsync(cancellationToken);

    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        Write("create", session.Id);
        return inner.CreateAsync(session, cancellationToken);
    }

    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        inner.FindAsync(id, hash, mode, cancellationToken);

    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        inner.PeekAsync(id, cancellationToken);

    public ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(replacement, cancellationToken);

    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        inner.MarkAsync(id, reauthenticate, cancellationToken);

    public ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken)
    {
        Write("end", id);
        return inner.EndAsync(id, reason, expectedVersion, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit, CancellationToken cancellationToken)
    {
        Write("reserve", reservation.Id);
        return inner.ReserveAsync(reservation, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        inner.ListAsync(userId, cancellationToken);

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        Write("remove", id);
        return inner.RemoveAsync(userId, id, ended, cancellationToken);
    }

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        inner.HistoryAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        inner.RememberDeviceAsync(userId, device, cancellationToken);

    public ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken) =>
        inner.ForgetUserAsync(userId, cancellationToken);

    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        inner.LeaseDueAsync(cancellationToken);

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Write("postpone", deadline.Session.Id);
        return inner.PostponeAsync(deadline, until, cancellationToken);
    }

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken)
    {
        Write("complete", deadline.Session.Id);
        return inner.CompleteAsync(deadline, cancellationToken);
    }

    private void Write(string what, SessionId id)
    {
        // Several sessions are ended at once.
        if (Interlocked.Decrement(ref _writesLeft) < 0)
            throw new TimeoutException("The process has died.");

        _writes.Enqueue((what, id));
    }
}

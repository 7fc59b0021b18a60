namespace SecureSessions;

// The users port. A session is one entry, reserved or created, with its place on its user's list: nothing is left behind on a list.
internal sealed partial class MemorySessionStore
{
    /// <summary>Bounds the history of all users together: some 25 MB.</summary>
    private const int MaxEndedSessions = 100_000;

    /// <summary>Bounds the devices of all users together: some 40 MB if each has two.</summary>
    private const int MaxUsersWithDevices = 100_000;

    public ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ShardOf(reservation.Id).Reserve(reservation, limit));

    public ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_users.Of(userId));

    public ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        foreach (SessionId surplus in ShardOf(id).Unlist(userId, id))
            ShardOf(surplus).Forget(surplus);
        if (ended is not null)
            _history.Add(userId, ended, Now);

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_history.Of(userId, Now));

    public ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(string userId, KnownDevice device, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_devices.Remember(userId, device, Now));

    /// <summary>What the sweep has found; if that is nothing, what it would find if it came by just now.</summary>
    public ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SessionDeadline> due = _deadlines.Take(_clock.Now);
        if (due.Count > 0)
            return ValueTask.FromResult(due);

        foreach (SessionShard shard in _shards)
            shard.SettleDue();

        return ValueTask.FromResult(_deadlines.Take(_clock.Now));
    }

    public ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken)
    {
        _deadlines.Postpone(deadline.Session.Id, until.ToUnixTimeMilliseconds());
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken)
    {
        _deadlines.Remove(deadline.Session.Id);
        return ValueTask.CompletedTask;
    }
}

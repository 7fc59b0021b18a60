using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>The users port in a database: tables of its own, which know sessions by their ids.</summary>
internal sealed class SqlSessionIndex(SqlDatabase database) : ISecureSessionIndex
{
    private readonly SqlStatements _statements = database.Statements;

    public async ValueTask<IReadOnlyList<SessionId>> ReserveAsync(
        SessionReservation reservation, int? limit, CancellationToken cancellationToken)
    {
        List<SessionId> overLimit = await database.QueryAsync(
            _statements.Reserve,
            Session(reservation.UserId, reservation.Id)
                .With("created_at", reservation.CreatedAt)
                .With("expires_at", reservation.ExpiresAt)
                .With("absolute_at", reservation.AbsoluteExpiresAt)
                .With("label", reservation.Label)
                .With("limit", limit ?? int.MaxValue),
            static row => row.Id(0),
            cancellationToken);
        overLimit.Reverse();
        return overLimit;
    }

    public async ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            _statements.List, User(userId), static row => new IndexedSession(row.Id(0), row.Time(1)), cancellationToken);

    public async ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken)
    {
        if (ended is null)
        {
            await database.ExecuteAsync(_statements.Unlist, Session(userId, id), cancellationToken);
            return;
        }

        await database.ExecuteAsync(
            _statements.Past,
            Session(userId, id)
                .With("created_at", ended.CreatedAt)
                .With("seen_at", ended.LastSeenAt)
                .With("ended_at", ended.EndedAt)
                .With("reason", ended.Reason.ToString())
                .With("label", ended.Label)
                .With("length", SecureSessionDefaults.HistoryLength),
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken)
    {
        List<EndedSession?> past = await database.QueryAsync(
            _statements.History,
            User(userId)
                .With("retention", SecureSessionDefaults.HistoryRetention)
                .With("length", SecureSessionDefaults.HistoryLength),
            ReadPast,
            cancellationToken);
        return [.. past.OfType<EndedSession>()];
    }

    public async ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(
        string userId, KnownDevice device, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            _statements.Devices,
            User(userId)
                .With("device", StoredText.From(device.Device))
                .With("network", device.Network)
                .With("signed_in_at", device.SignedInAt)
                .With("retention", SecureSessionDefaults.HistoryRetention)
                .With("length", SecureSessionDefaults.MaxKnownDevices),
            static row => new KnownDevice(StoredText.ToText(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1), row.Time(2)),
            cancellationToken);

    public async ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        _statements.Forget, User(userId).With("period", SecureSessionDefaults.ReservationPeriod), cancellationToken);

    public async ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            _statements.Lease,
            new SqlArguments().With("lease", SecureSessionDefaults.DeadlineLease),
            ReadDeadline,
            cancellationToken);

    public async ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            _statements.Postpone, Session(deadline.Session.UserId, deadline.Session.Id).With("until", until), cancellationToken);

    // The list is the queue: what is off the list is watched no more.
    public ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken) =>
        RemoveAsync(deadline.Session.UserId, deadline.Session.Id, ended: null, cancellationToken);

    private static SqlArguments User(string userId) => new SqlArguments().With("user_id", StoredText.From(userId));

    private static SqlArguments Session(string userId, SessionId id) => User(userId).With("id", id);

    // What a newer node wrote may have ended for a reason that is unknown here: it is left to the nodes that know it.
    private static EndedSession? ReadPast(DbDataReader row) => Enum.TryParse(row.GetString(4), out SessionEndReason reason)
        ? new EndedSession(row.Id(0), row.Time(1), row.Time(2), row.Time(3), reason) { Label = row.Bytes(5) }
        : null;

    private static SessionDeadline ReadDeadline(DbDataReader row)
    {
        var session = new SessionReservation(
            row.Id(1), StoredText.ToText(row.GetString(0)), row.Time(2), row.Time(3), row.Time(4))
        {
            Label = row.Bytes(5),
        };
        return new SessionDeadline(session, row.Time(6), row.Time(7), session.ExpiresAt + SecureSessionDefaults.TombstoneRetention);
    }
}

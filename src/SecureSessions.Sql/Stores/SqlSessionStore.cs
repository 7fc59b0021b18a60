using Microsoft.Extensions.Options;

namespace SecureSessions.Sql;

/// <summary>Sessions in a database: a row for each, and the clock of the database.</summary>
internal sealed class SqlSessionStore(
    SqlDatabase database, SchemaCheck schema, IOptions<SecureSessionOptions> options, TimeProvider timeProvider)
    : CompareAndSetSessionStore(options, timeProvider)
{
    private readonly SqlStatements _statements = database.Statements;

    protected override TimeSpan TouchInterval => database.Settings.TouchInterval;

    // As long as most requests take.
    protected override TimeSpan ReadingLife => TimeSpan.FromSeconds(5);

    public override async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(_statements.Time, SqlArguments.None, static row => row.Time(0), cancellationToken))[0];

    public override async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        SchemaState state = await schema.FindAsync(cancellationToken);
        string? fault = state.FindFault(database.Settings) ?? state.FindWeakness();
        return new StoreHealth(fault is null, fault ?? "The database answers, has the tables of the session store, and can be written to.");
    }

    protected override async ValueTask<SessionRow> ReadAsync(SessionId id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            _statements.Read,
            new SqlArguments().With("id", id),
            static row => row.IsDBNull(1)
                ? SessionRow.None(row.Time(0))
                : new SessionRow(row.Bytes(2), row.Bytes(3), row.GetInt64(1), row.Time(0)),
            cancellationToken))[0];

    protected override async ValueTask<bool> TryWriteAsync(SessionWrite write, CancellationToken cancellationToken)
    {
        SessionSummary facts = write.Facts;
        SqlArguments arguments = new SqlArguments()
            .With("id", write.Id)
            .With("state", write.State)
            .With("payload", write.Payload)
            .With("kept_until", write.KeptUntil)
            .With("before", write.WrittenBefore ?? DateTimeOffset.MaxValue)
            .With("user_id", facts.UserId is { } userId ? StoredText.From(userId) : null)
            .With("created_at", facts.CreatedAt)
            .With("seen_at", facts.LastSeenAt)
            .With("expires_at", facts.ExpiresAt)
            .With("absolute_at", facts.AbsoluteExpiresAt)
            .With("ended_at", facts.End?.At)
            .With("end_reason", facts.End?.Reason.ToString())
            .With("privilege_changes", facts.PrivilegeChanges);
        SqlStatement statement = _statements.Insert;
        if (write.ExpectedRevision != 0)
        {
            statement = _statements.Update;
            arguments.With("rev", write.ExpectedRevision);
        }

        return await database.ExecuteAsync(statement, arguments, cancellationToken) == 1;
    }
}

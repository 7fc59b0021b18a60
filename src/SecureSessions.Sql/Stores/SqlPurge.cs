namespace SecureSessions.Sql;

/// <summary>Deletes what is over, in batches so small that no lock of a table comes of them and nobody waits for long.</summary>
internal sealed class SqlPurge(SqlDatabase database)
{
    /// <summary>Deletes all that is over now.</summary>
    /// <exception cref="SecureSessionStoreException">The database failed; what was deleted stays deleted.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (SqlStatement statement in database.Statements.Purges)
        {
            while (await database.ExecuteAsync(statement, Arguments(statement), cancellationToken) > 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // A database may refuse an argument that its statement does not name.
    private static SqlArguments Arguments(SqlStatement statement) => statement.Text.Contains("@retention", StringComparison.Ordinal)
        ? new SqlArguments().With("retention", SecureSessionDefaults.HistoryRetention)
        : SqlArguments.None;
}

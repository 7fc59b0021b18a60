namespace SecureSessions.Sql;

/// <summary>Looks at the tables and their database.</summary>
internal sealed class SchemaCheck(SqlDatabase database)
{
    /// <exception cref="SecureSessionStoreException">The database failed.</exception>
    public async Task<SchemaState> FindAsync(CancellationToken cancellationToken)
    {
        List<bool> exists = await database.QueryAsync(
            database.Statements.Exists, SqlArguments.None, static row => row.GetFieldValue<bool>(0), cancellationToken);
        if (exists is not [true])
            return default;

        List<SchemaState> found = await database.QueryAsync(
            database.Statements.Check,
            SqlArguments.None,
            static row => new SchemaState(row.GetInt32(0), row.GetFieldValue<bool>(1), row.GetString(2)),
            cancellationToken);
        return found is [var state] ? state : default;
    }
}

namespace SecureSessions.Sql;

/// <summary>What was found of the tables and their database.</summary>
/// <param name="Version">The version of the tables; <see langword="null"/> if there are none.</param>
/// <param name="IsReadOnly">Whether the database is a replica.</param>
/// <param name="Isolation">How it isolates transactions that do not say how; empty if there is only one way.</param>
internal readonly record struct SchemaState(int? Version, bool IsReadOnly, string Isolation)
{
    private const string ReadCommitted = "read committed";

    /// <summary>What keeps the store from its work, and the cure; nothing if the store can work.</summary>
    public string? FindFault(SqlSettings settings) => Version switch
    {
        null => $"The tables of the session store are missing{Where(settings)}. {Cure(settings)}",
        < SqlSchema.Version =>
            $"The tables of the session store{Where(settings)} have version {Version}, and this version of the package needs "
            + $"{SqlSchema.Version}. {Cure(settings)}",
        _ => null,
    };

    /// <summary>What the store can work with for a while, but should not be left so; nothing if all is well.</summary>
    public string? FindWeakness() => this switch
    {
        { IsReadOnly: true } =>
            "The database is a replica, which is read-only: no session can be written. Connect to the primary, with Npgsql by "
            + "BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary).",
        { Isolation: not ("" or ReadCommitted) } =>
            $"The database isolates transactions by \"{Isolation}\", with which limits of sessions are not exact. Set "
            + $"default_transaction_isolation to \"{ReadCommitted}\" for the role of the app.",
        { Version: > SqlSchema.Version } =>
            $"The tables of the session store have version {Version}, and this node knows {SqlSchema.Version}. It works; update it.",
        _ => null,
    };

    private static string Where(SqlSettings settings) => settings.Schema is { } schema ? $" in the schema \"{schema}\"" : "";

    private static string Cure(SqlSettings settings)
    {
        string arguments = settings.Schema is { } schema ? $"SqlDialect.{settings.Dialect}, \"{schema}\"" : $"SqlDialect.{settings.Dialect}";
        return $"Run the script of SqlSchema.Script({arguments}) with your migrations, or call SqlSchema.CreateAsync(dataSource, {arguments}) "
            + "in development.";
    }
}

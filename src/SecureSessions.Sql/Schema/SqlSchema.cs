using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>The tables of the store.</summary>
public static class SqlSchema
{
    /// <summary>The version of the tables that this version of the package needs.</summary>
    internal const int Version = 1;

    /// <summary>The script that makes the tables, for your migrations. It may be run again: what is there stays as it is.</summary>
    /// <param name="dialect">Which SQL the database speaks.</param>
    /// <param name="schema">
    /// The schema of the tables, as in <see cref="SqlStoreOptions.Schema"/>. The script makes it if it is missing.
    /// </param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException">The schema is no plain name, or the dialect has no schemas.</exception>
    public static string Script(SqlDialect dialect, string? schema = null)
    {
        if (SchemaName.FindFault(schema, dialect) is { } fault)
            throw new ArgumentException(fault, nameof(schema));

        return new SqlStatements(DialectTraits.Of(dialect), schema).Schema;
    }

    /// <summary>
    /// Makes the tables if they are missing, for development: the role of an app in production needs no right to make tables.
    /// </summary>
    /// <param name="dataSource">Where connections come from.</param>
    /// <param name="dialect">Which SQL the database speaks.</param>
    /// <param name="schema">The schema of the tables, as in <see cref="SqlStoreOptions.Schema"/>. It is made if it is missing.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>A task that ends when the tables are there.</returns>
    /// <exception cref="ArgumentException">The schema is no plain name, or the dialect has no schemas.</exception>
    /// <exception cref="DbException">The database failed, or the role may not make tables.</exception>
    public static async Task CreateAsync(
        DbDataSource dataSource, SqlDialect dialect, string? schema = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        string script = Script(dialect, schema);
        await using DbConnection connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The script is a file of the package, and the schema in it a name that was checked.
        command.CommandText = DialectTraits.Of(dialect).SchemaLock + script;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

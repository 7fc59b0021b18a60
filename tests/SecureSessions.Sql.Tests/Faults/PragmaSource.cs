using System.Data.Common;

namespace SecureSessions.Sql.Tests;

/// <summary>The connections of another source, each of which is told something first.</summary>
internal sealed class PragmaSource(DbDataSource inner, string pragma) : DbDataSource
{
    public override string ConnectionString => inner.ConnectionString;

    protected override DbConnection CreateDbConnection() => inner.CreateConnection();

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        DbConnection connection = await inner.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Written by tests.
        command.CommandText = pragma;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}

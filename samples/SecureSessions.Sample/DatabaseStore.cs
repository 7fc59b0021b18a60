using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecureSessions.Sql;

namespace SecureSessions.Sample;

/// <summary>
/// Keeps the sessions in the database of a connection string: <c>Data Source=sessions.db</c> is a file of SQLite, and <c>Host=...</c>
/// a server of PostgreSQL.
/// </summary>
internal static class DatabaseStore
{
    private const string File = "Data Source";
    private const string Server = "Host";

    public static async Task AddDatabaseAsync(this SecureSessionsBuilder sessions, string connectionString)
    {
        bool isFile = Read(connectionString).ContainsKey(File);
        DbDataSource source = isFile
            ? SqliteFactory.Instance.CreateDataSource(connectionString)
            : NpgsqlDataSource.Create(connectionString);
        SqlDialect dialect = isFile ? SqlDialect.Sqlite : SqlDialect.PostgreSql;

        // A sample makes its tables itself. In production SqlSchema.Script() goes with the migrations of the app.
        await SqlSchema.CreateAsync(source, dialect);
        sessions.AddSqlStore(sql => (sql.DataSource, sql.Dialect) = (source, dialect));
    }

    public static string Describe(string connectionString)
    {
        DbConnectionStringBuilder parts = Read(connectionString);
        return parts.TryGetValue(File, out object? file)
            ? $"Sessions in the file {file}"
            : $"Sessions on PostgreSQL at {(parts.TryGetValue(Server, out object? server) ? server : "an unnamed host")}";
    }

    private static DbConnectionStringBuilder Read(string connectionString) => new() { ConnectionString = connectionString };
}

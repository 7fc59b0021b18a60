using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecureSessions.Testing;

namespace SecureSessions.Sql.Tests;

/// <summary>The tables of a store, and beside them a clock that stands still and can be moved.</summary>
public sealed class TestDatabase
{
    private static readonly string[] Tables = ["ss_session", "ss_listed", "ss_history", "ss_device", "ss_signing_key"];

    private readonly string _prefix;

    private TestDatabase(DbDataSource source, SqlDialect dialect, string? schema)
    {
        Source = source;
        Dialect = dialect;
        Schema = schema;
        _prefix = schema is null ? "" : $"\"{schema}\".";
    }

    public DbDataSource Source { get; }

    public SqlDialect Dialect { get; }

    public string? Schema { get; }

    /// <summary>The time of the clock that can be moved, as statements ask for it.</summary>
    public string Now => $"(SELECT ms FROM {_prefix}test_clock)";

    /// <summary>Makes them in a schema that nobody else has.</summary>
    public static Task<TestDatabase> CreateOnPostgresAsync(NpgsqlDataSource source) =>
        CreateAsync(new TestDatabase(source, SqlDialect.PostgreSql, $"t_{Convert.ToHexStringLower(RandomValues.Bytes(8))}"));

    /// <summary>Makes them in a new file.</summary>
    public static Task<TestDatabase> CreateOnSqliteAsync(string file) =>
        CreateAsync(new TestDatabase(SqliteSource(file), SqlDialect.Sqlite, schema: null));

    public static DbDataSource SqliteSource(string file) => SqliteFactory.Instance.CreateDataSource($"Data Source={file}");

    public Task AdvanceAsync(TimeSpan duration) => ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture, $"UPDATE {_prefix}test_clock SET ms = ms + {(long)Math.Ceiling(duration.TotalMilliseconds)}"));

    /// <summary>Deletes what tests before have left.</summary>
    public Task ClearAsync() =>
        ExecuteAsync($"BEGIN;{string.Concat(Tables.Select(table => $"DELETE FROM {_prefix}{table};"))}COMMIT");

    public async Task ExecuteAsync(string text)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Written by tests.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<TestDatabase> CreateAsync(TestDatabase database)
    {
        await SqlSchema.CreateAsync(database.Source, database.Dialect, database.Schema);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await database.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"CREATE TABLE {database._prefix}test_clock (ms bigint); INSERT INTO {database._prefix}test_clock VALUES ({now})"));
        return database;
    }
}

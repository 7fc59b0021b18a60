using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecureSessions.Testing;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>The tables of a store, and beside them a clock that stands still and can be moved.</summary>
public sealed class TestDatabase
{
    private static readonly string[] Tables = ["ss_session", "ss_listed", "ss_history", "ss_device", "ss_forgotten", "ss_signing_key"];

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

    /// <summary>The same tables, over other connections.</summary>
    public TestDatabase Over(DbDataSource source) => new(source, Dialect, Schema);

    public string NameOf(string table) => _prefix + table;

    private static string NewSchema => $"t_{Convert.ToHexStringLower(RandomValues.Bytes(8))}";

    /// <summary>Makes them in a schema that nobody else has.</summary>
    public static Task<TestDatabase> CreateOnPostgresAsync(NpgsqlDataSource source) =>
        CreateAsync(new TestDatabase(source, SqlDialect.PostgreSql, NewSchema));

#pragma warning disable SSS001 // It is tested here.
    /// <inheritdoc cref="CreateOnPostgresAsync"/>
    public static Task<TestDatabase> CreateOnSqlServerAsync(DbDataSource source) =>
        CreateAsync(new TestDatabase(source, SqlDialect.SqlServer, NewSchema));
#pragma warning restore SSS001

    /// <summary>Makes them in a new file.</summary>
    public static Task<TestDatabase> CreateOnSqliteAsync(string file) =>
        CreateAsync(new TestDatabase(SqliteSource(file), SqlDialect.Sqlite, schema: null));

    public static DbDataSource SqliteSource(string file) => SqliteFactory.Instance.CreateDataSource($"Data Source={file}");

    public Task AdvanceAsync(TimeSpan duration) => ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture, $"UPDATE {_prefix}test_clock SET ms = ms + {(long)Math.Ceiling(duration.TotalMilliseconds)}"));

    /// <summary>Deletes what tests before have left.</summary>
    public Task ClearAsync() =>
        ExecuteAsync($"BEGIN TRANSACTION;{string.Concat(Tables.Select(table => $"DELETE FROM {_prefix}{table};"))}COMMIT");

    /// <summary>Fills the tables with sessions of 10,000 users, and tells the planner what is in them.</summary>
    public Task FillAsync(int sessions)
    {
        bool isPostgres = Dialect == SqlDialect.PostgreSql;
        string numbers = isPostgres
            ? $"generate_series(1, {sessions}) AS t (n)"
            : $"(WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {sessions}) SELECT n FROM numbers) AS t";
        string id = isPostgres ? "lpad(CAST(n AS text), 21, '0') || 'A'" : "printf('%021dA', n)";
        string empty = isPostgres ? "''::bytea" : "x''";
        string[] statements =
        [
            $"INSERT INTO {_prefix}ss_session (id, rev, state, payload, kept_until, purge_at, told_at, user_id, created_at, seen_at, "
                + "expires_at, absolute_at, privilege_changes) "
                + $"SELECT {id}, n, {empty}, {empty}, n, n, n, 'user ' || n % 10000, n, n, n, n, 0 FROM {numbers}",
            $"INSERT INTO {_prefix}ss_listed (user_id, id, reserved_at, created_at, expires_at, absolute_at, deadline_at, due_at, label) "
                + $"SELECT 'user ' || n % 10000, {id}, n, n, n, n, n, n, {empty} FROM {numbers}",
            $"INSERT INTO {_prefix}ss_history (user_id, id, created_at, seen_at, ended_at, reason, label) "
                + $"SELECT 'user ' || n % 10000, {id}, n, n, n, 'Revoked', {empty} FROM {numbers}",
            $"INSERT INTO {_prefix}ss_device (user_id, device, signed_in_at) SELECT 'user ' || n % 10000, 'device ' || n, n FROM {numbers}",
            "ANALYZE",
        ];
        return ExecuteAsync(string.Join(';', statements));
    }

    public async Task ExecuteAsync(string text)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Written by tests.
        command.CommandText = text;
#pragma warning restore CA2100
        command.CommandTimeout = (int)Patience.Limit.TotalSeconds;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one number.</summary>
    public async Task<long> NumberAsync(string text)
    {
        await using DbConnection connection = await Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Written by tests.
        command.CommandText = text;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
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

using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>Options of the store in a database.</summary>
public sealed class SqlStoreOptions
{
    /// <summary>
    /// Where connections come from: an <c>NpgsqlDataSource</c>, or for SQLite
    /// <c>SqliteFactory.Instance.CreateDataSource("Data Source=sessions.db")</c>. The store never disposes of it.
    /// </summary>
    /// <value>Default: <see langword="null"/>, which means the <see cref="DbDataSource"/> that the app has registered.</value>
    public DbDataSource? DataSource { get; set; }

    /// <summary>Which SQL the database speaks.</summary>
    /// <value>Default: <see langword="null"/>. It has to be set.</value>
    public SqlDialect? Dialect { get; set; }

    /// <summary>The schema that the tables are in. Their names begin with <c>ss_</c> in any.</summary>
    /// <value>
    /// Default: <see langword="null"/>, the schema that the connection finds first. A letter or <c>_</c>, then letters, digits and
    /// <c>_</c>, 63 in all. SQLite has no schemas.
    /// </value>
    public string? Schema { get; set; }

    /// <summary>
    /// How long after activity was noted more of it is not written. A session may end that much before its idle deadline, and never after
    /// it. At most a quarter of a session's idle timeout counts. Zero writes at each request.
    /// </summary>
    /// <value>Default: 10 seconds. At most 5 minutes.</value>
    public TimeSpan TouchInterval { get; set; } = TimeSpan.FromSeconds(10);
}

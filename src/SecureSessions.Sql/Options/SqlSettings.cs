using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>An immutable copy of the options as they were at start-up.</summary>
/// <param name="DataSource">Where connections come from.</param>
/// <param name="Dialect">Which SQL the database speaks.</param>
/// <param name="Schema">The schema of the tables, a name that was checked; <see langword="null"/> for the connection's own.</param>
/// <param name="Timeout">How long a call may take.</param>
/// <param name="TouchInterval">How long after activity was noted more of it is not written.</param>
internal sealed record SqlSettings(
    DbDataSource DataSource, SqlDialect Dialect, string? Schema, TimeSpan Timeout, TimeSpan TouchInterval);

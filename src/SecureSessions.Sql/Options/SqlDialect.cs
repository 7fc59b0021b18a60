using System.Diagnostics.CodeAnalysis;

namespace SecureSessions.Sql;

/// <summary>Which SQL a database speaks.</summary>
public enum SqlDialect
{
    /// <summary>PostgreSQL 13 or later, by Npgsql.</summary>
    PostgreSql,

    /// <summary>SQLite 3.42 or later, by Microsoft.Data.Sqlite: a file, for the processes of one machine.</summary>
    Sqlite,

    /// <summary>SQL Server 2019 or later, by Microsoft.Data.SqlClient. Its statements are checked by Microsoft's parser; nobody has run
    /// the store's tests on a server yet.</summary>
    [Experimental("SSS001")]
    SqlServer,
}

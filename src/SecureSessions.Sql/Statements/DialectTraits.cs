namespace SecureSessions.Sql;

/// <summary>In what the dialects differ, beside the statements that one of them has to write in another way.</summary>
/// <param name="Folder">The folder of its own statements.</param>
/// <param name="Now">The database's time in whole Unix milliseconds, as an expression.</param>
/// <param name="Lock">A statement that lets one transaction in at a time for each <c>@user_id</c>, until its end. Returns no row.</param>
/// <param name="SkipLocked">How a sub-select locks its rows, and passes over rows that others have locked.</param>
/// <param name="SchemaLock">A statement that lets one at a time make the tables.</param>
/// <param name="Opening">What is said first on a connection, with the timeout in milliseconds; <see langword="null"/> for nothing.</param>
/// <param name="IsFile">
/// Whether the database is a file in this process: one writer at a time, and each statement of a command is on its own unless a transaction
/// holds them together.
/// </param>
internal sealed record DialectTraits(
    string Folder, string Now, string Lock, string SkipLocked, string SchemaLock, string? Opening, bool IsFile)
{
    // A transaction's own time stands still, so it is the clock's. The row of the lock is skipped, so that only what is asked for comes back.
    private static readonly DialectTraits PostgreSql = new(
        "PostgreSql",
        "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)",
        "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(@user_id, 5737)) OFFSET 1;",
        "FOR UPDATE SKIP LOCKED",
        "SELECT 1 FROM pg_advisory_xact_lock(5737) OFFSET 1;",
        Opening: null,
        IsFile: false);

    private static readonly DialectTraits Sqlite = new(
        "Sqlite",
        "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)",
        Lock: "",
        SkipLocked: "",
        SchemaLock: "",
        "PRAGMA busy_timeout = {0}",
        IsFile: true);

    private static readonly DialectTraits SqlServer = new(
        "SqlServer",
        "DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME())",
        """
        DECLARE @lock nvarchar(64) = CONVERT(nvarchar(64), HASHBYTES('SHA2_256', @user_id), 2);
        EXEC sp_getapplock @Resource = @lock, @LockMode = 'Exclusive', @LockOwner = 'Transaction';
        """,
        SkipLocked: "",
        SchemaLock: "",
        Opening: null,
        IsFile: false);

    public static DialectTraits Of(SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => PostgreSql,
        SqlDialect.Sqlite => Sqlite,
#pragma warning disable SSS001 // Whoever names the dialect has been told.
        SqlDialect.SqlServer => SqlServer,
#pragma warning restore SSS001
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "Name a dialect of SqlDialect."),
    };

    /// <summary>The name of a table's schema in front of it.</summary>
    public string Prefix(string? schema) => schema switch
    {
        null => "",
        _ when Folder == "SqlServer" => $"[{schema}].",
        _ => $"\"{schema}\".",
    };
}

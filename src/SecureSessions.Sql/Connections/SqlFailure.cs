using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>
/// Turns every failure of a database into the one exception of a store. No message names a server or anything that was configured.
/// </summary>
internal static class SqlFailure
{
    /// <summary>Two transactions could not both be carried out, so this one was not: by SQLSTATE, and as a number of SQL Server. The driver
    /// of SQLite waits by itself while a file is busy.</summary>
    private static readonly string[] Conflicts = ["40001", "40P01"];

    private const string DeadlockOnSqlServer = "1205";

    /// <summary>What a database says of itself by SQLSTATE: codes or their beginnings.</summary>
    private static readonly (string State, string Reason)[] Reasons =
    [
        ("42P01", "a table of the session store is missing; SqlSchema.Script() has them"),
        ("42501", "its role may not use the tables of the session store"),
        ("25006", "it is read-only, as a replica is"),
        ("53100", "its disk is full"),
        ("53300", "it has too many connections"),
        ("57014", "it gave the statement up"),
        ("57P", "it is shutting down or starting"),
        ("28", "it refuses the user or the password"),
    ];

    /// <summary>Whether the statement was not carried out because another one was in the way.</summary>
    public static bool IsConflict(DbException exception) =>
        Array.IndexOf(Conflicts, exception.SqlState) >= 0

        // SqlException keeps the number of its error here.
        || exception.Data["HelpLink.EvtID"] is DeadlockOnSqlServer;

    /// <summary>Whether a connection turned out to be dead, and not only slow.</summary>
    public static bool IsLostConnection(DbException exception) => exception is { IsTransient: true, InnerException: not TimeoutException };

    public static SecureSessionStoreException NoAnswer(TimeSpan timeout, Exception exception) =>
        new($"The database gave no answer within {DurationText.Of(timeout)}; whether the call was carried out is unknown.", exception);

    public static SecureSessionStoreException NoConnection(Exception exception) =>
        new($"The session store got no connection to the database: {exception.GetType().Name}.", exception);

    public static SecureSessionStoreException Of(Exception exception) => exception is DbException { SqlState: { } state }
        && Array.Find(Reasons, reason => state.StartsWith(reason.State, StringComparison.Ordinal)) is { Reason: { } reason }
        ? new SecureSessionStoreException($"The database cannot serve the session store at present: {reason}.", exception)
        : new SecureSessionStoreException(
            "The database failed at a call of the session store; the inner exception has its answer.", exception);

    public static SecureSessionStoreException Unexpected(string what) =>
        new($"The database has {what} that the session store has not written. Are its tables shared with another program?");
}

using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>Reads the values of a row. What no store has written is a failure of the store.</summary>
internal static class SqlReading
{
    public static DateTimeOffset Time(this DbDataReader row, int column)
    {
        long milliseconds = row.GetInt64(column);
        return milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw SqlFailure.Unexpected("a time");
    }

    public static SessionId Id(this DbDataReader row, int column) => SessionId.TryParse(row.GetString(column), out SessionId id)
        ? id
        : throw SqlFailure.Unexpected("a session id");

    // Missing bytes are the empty memory. An array of no bytes would be unequal to it, and records that hold the two would differ.
    public static ReadOnlyMemory<byte> Bytes(this DbDataReader row, int column) =>
        row.GetFieldValue<byte[]>(column) is { Length: > 0 } bytes ? bytes : default(ReadOnlyMemory<byte>);
}

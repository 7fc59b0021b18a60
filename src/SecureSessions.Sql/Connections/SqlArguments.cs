using System.Data;
using System.Data.Common;

namespace SecureSessions.Sql;

/// <summary>The arguments of a statement. Each has its type, since a database cannot tell the type of one that is null.</summary>
internal sealed class SqlArguments
{
    public static readonly SqlArguments None = new();

    private readonly List<(string Name, DbType Type, object? Value)> _all = [];

    public SqlArguments With(string name, long? value) => Add(name, DbType.Int64, value);

    public SqlArguments With(string name, DateTimeOffset? value) => With(name, value?.ToUnixTimeMilliseconds());

    /// <summary>Rounds down, so that a timeout is never lengthened.</summary>
    public SqlArguments With(string name, TimeSpan value) => With(name, value.Ticks / TimeSpan.TicksPerMillisecond);

    public SqlArguments With(string name, string? value) => Add(name, DbType.String, value);

    public SqlArguments With(string name, SessionId value) => With(name, value.ToString());

    public SqlArguments With(string name, ReadOnlyMemory<byte>? value) => Add(name, DbType.Binary, value?.ToArray());

    public void AddTo(DbCommand command)
    {
        foreach ((string name, DbType type, object? value) in _all)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.DbType = type;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    private SqlArguments Add(string name, DbType type, object? value)
    {
        _all.Add((name, type, value));
        return this;
    }
}

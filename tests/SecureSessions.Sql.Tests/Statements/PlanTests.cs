using System.Data.Common;
using System.Text;
using SecureSessions.Testing;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>
/// Every statement finds its rows by an index, so that it costs the same however many there are. In tables of 100,000 sessions, whose size
/// and spread the planner has been told.
/// </summary>
public abstract class PlanTests(string scan)
{
    // One row for each 30 days of tokens, or for each user who was erased within minutes: to read them all is the best there is.
    private static readonly string[] SmallTables = ["ss_signing_key", "ss_forgotten", "ss_meta", "test_clock"];

    protected const int Sessions = 100_000;

    /// <summary>The names of what is sent in requests and rounds: all but the looks at the tables themselves.</summary>
    public static TheoryData<string> Names =>
    [
        .. AllStatements.Of(new SqlStatements(DialectTraits.Of(SqlDialect.PostgreSql), schema: null))
            .Select(static statement => statement.Name).Except(["Time", "Exists", "Check"]),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_statement_reads_no_table_as_a_whole(string name)
    {
        TestDatabase database = await OpenAsync();
        var statements = new SqlStatements(DialectTraits.Of(database.Dialect), database.Schema);
        SqlStatement statement = AllStatements.Of(statements).Single(statement => statement.Name == name);

        string[] plans = await Task.WhenAll(
            statement.Text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text => ExplainAsync(database, text)));

        foreach (string line in plans.SelectMany(static plan => plan.Split('\n')))
        {
            bool isOfSmallTable = SmallTables.Any(table => line.Contains(table, StringComparison.Ordinal));
            Assert.False(line.Contains(scan, StringComparison.Ordinal) && !isOfSmallTable, string.Join('\n', plans));
        }
    }

    /// <summary>Opens the full tables.</summary>
    protected abstract Task<TestDatabase> OpenAsync();

    /// <summary>How the dialect is asked for a plan; in what column of the answer it is.</summary>
    protected abstract (string Prefix, int Column) Explain { get; }

    private async Task<string> ExplainAsync(TestDatabase database, string text)
    {
        await using DbConnection connection = await database.Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A statement of the package.
        command.CommandText = $"{Explain.Prefix} {text}";
#pragma warning restore CA2100
        Arguments().AddTo(command);
        foreach (DbParameter unused in command.Parameters.Cast<DbParameter>().ToArray())
        {
            if (!text.Contains(unused.ParameterName, StringComparison.Ordinal))
                command.Parameters.Remove(unused);
        }

        var plan = new StringBuilder();
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            plan.Append(reader.GetString(Explain.Column)).Append('\n');
        return plan.ToString();
    }

    // Longer names come after those that they begin with, which is all that the removal of unused ones needs.
    private static SqlArguments Arguments()
    {
        SqlArguments arguments = new();
        foreach (string number in (string[])
            ["rev", "kept_until", "before", "created_at", "seen_at", "expires_at", "absolute_at", "ended_at", "privilege_changes", "limit",
            "length", "retention", "lease", "until", "since", "signed_in_at",
            "period"])
        {
            arguments.With(number, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }

        foreach (string text in (string[])["id", "user_id", "end_reason", "reason", "device", "network", "name"])
            arguments.With(text, "user 7");
        foreach (string bytes in (string[])["state", "payload", "label", "sealed", "replaces"])
            arguments.With(bytes, (ReadOnlyMemory<byte>)RandomValues.Bytes(40));
        return arguments;
    }
}

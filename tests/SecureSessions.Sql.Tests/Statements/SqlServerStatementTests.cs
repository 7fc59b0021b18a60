#pragma warning disable SSS001 // Its statements are what is tested here.
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>What is sent to SQL Server is T-SQL of 2019, as Microsoft's own parser reads it.</summary>
public sealed class SqlServerStatementTests
{
    public static TheoryData<string> Names => [.. AllStatements.Of(Statements(null)).Select(static statement => statement.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_statement_can_be_parsed_in_any_schema(string name)
    {
        foreach (string? schema in (string?[])[null, "sessions"])
            Assert.Empty(ErrorsIn(AllStatements.Of(Statements(schema)).Single(statement => statement.Name == name).Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sessions")]
    public void The_script_can_be_parsed(string? schema) => Assert.Empty(ErrorsIn(SqlSchema.Script(SqlDialect.SqlServer, schema)));

    private static SqlStatements Statements(string? schema) => new(DialectTraits.Of(SqlDialect.SqlServer), schema);

    private static IEnumerable<string> ErrorsIn(string text)
    {
        using var reader = new StringReader(text);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out IList<ParseError> errors);
        return errors.Select(static error => $"line {error.Line}: {error.Message}");
    }
}

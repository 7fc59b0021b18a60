using SecureSessions.Sql;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who keep sessions in a database.</summary>
public sealed class SqlPageTests
{
    private static readonly DocPage Page = DocPage.Sql;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.SqlOptions.Order(), Page.TableRows("Option").Order());

    [Fact]
    public void Every_log_line_of_the_package_is_named_with_its_level()
    {
        Type log = typeof(SqlStoreOptions).Assembly.GetType("SecureSessions.Sql.Log", throwOnError: true)!;

        Assert.Equal(DefaultsInCode.LogLinesOf(log), Page.TableRows("Log line"));
    }

    [Fact]
    public void The_table_of_tables_names_what_the_script_makes()
    {
        string[] made = [.. SqlSchema.Script(SqlDialect.PostgreSql).Split('\n')
            .Select(static line => line.Split(' '))
            .Where(static words => words is ["CREATE", "TABLE", ..] or ["CREATE", "OR", "REPLACE", "VIEW", ..])
            .Select(static words => words.First(static word => word.StartsWith("ss_", StringComparison.Ordinal)))];

        Assert.Equal(made.Order(StringComparer.Ordinal), Page.TableRows("Table").Select(static row => row.First).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/sql.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

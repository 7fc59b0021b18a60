using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on the element, against the element's own text.</summary>
public sealed class SessionTimeoutPageTests
{
    private static readonly DocPage Page = DocPage.SessionTimeout;
    private static readonly string Module = File.ReadAllText(Repository.PathTo("src", "SecureSessions", "wwwroot", "session-timeout.js"));

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Attribute", @"getAttribute\('(?<name>[a-z-]+)'\)")]
    [InlineData("Event", @"#emit\('(?<name>[a-z-]+)'")]
    [InlineData("Custom property", @"var\((?<name>--[a-z-]+),")]
    public void Its_tables_name_what_the_element_knows_and_nothing_else(string table, string pattern) =>
        Assert.Equal(NamesIn(pattern), Page.TableRows(table).Select(static row => row.First).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_reason_for_which_a_session_ends_has_a_text() =>
        Assert.Equal(Enum.GetNames<SessionEndReason>().Order(StringComparer.Ordinal), NamesIn(@"^    (?<name>[A-Z]\w+): '"));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/session-timeout.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static IEnumerable<string> NamesIn(string pattern) =>
        Regex.Matches(Module, pattern, RegexOptions.Multiline).Select(static match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);
}

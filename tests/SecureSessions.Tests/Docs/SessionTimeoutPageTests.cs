using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on the element, against the element's own text.</summary>
public sealed partial class SessionTimeoutPageTests
{
    private static readonly DocPage Page = DocPage.SessionTimeout;
    private static readonly string Module = File.ReadAllText(Repository.PathTo("src", "SecureSessions", "wwwroot", "session-timeout.js"));
    private static readonly string Types = File.ReadAllText(Repository.PathTo("src", "SecureSessions", "types", "session-timeout.d.ts"));

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Attribute", @"(getAttribute|#address)\('(?<name>[a-z-]+)'\)")]
    [InlineData("Event", @"#emit\('(?<name>[a-z-]+)'")]
    [InlineData("Custom property", @"var\((?<name>--[a-z-]+),")]
    public void The_tables_of_the_timeout_page_name_what_the_element_knows_and_nothing_else(string table, string pattern) =>
        Assert.Equal(NamesIn(pattern), Page.TableRows(table).Select(static row => row.First).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_reason_for_which_a_session_ends_has_a_text() =>
        Assert.Equal(Enum.GetNames<SessionEndReason>().Order(StringComparer.Ordinal), NamesIn(@"^    (?<name>[A-Z]\w+): '"));

    [Fact]
    public void The_table_of_texts_on_the_timeout_page_is_what_the_element_says()
    {
        IEnumerable<(string, string)> texts = Text().Matches(Module)
            .Select(static match => (AttributeOf(match.Groups["name"].Value), EnglishOf(match.Groups["text"].Value)));
        Assert.Equal(texts.Where(static text => text.Item1 != "text-lang"), Page.TableRows("Text"));
    }

    [Fact]
    public void The_types_name_each_text_and_event_of_the_module_and_nothing_else()
    {
        Assert.Equal(
            Text().Matches(Module).Select(static match => match.Groups["name"].Value)
                .Where(static name => char.IsLower(name[0])).Append("reasons").Order(StringComparer.Ordinal),
            TypedText().Matches(Types).Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(
            NamesIn(@"#emit\('(?<name>[a-z-]+)'"),
            Regex.Matches(Types, "'(?<name>session-[a-z]+)': CustomEvent")
                .Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/session-timeout.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static IEnumerable<string> NamesIn(string pattern) =>
        Regex.Matches(Module, pattern, RegexOptions.Multiline)
            .Select(static match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);

    private static string AttributeOf(string name) =>
        (char.IsUpper(name[0]) ? "text-reason-" : "text-") + Regex.Replace(name, @"\B[A-Z]", "-$0").ToLowerInvariant();

    private static string EnglishOf(string literal) => literal
        .Replace("seconds => ", "", StringComparison.Ordinal).Trim('`', '\'').Replace("${", "{", StringComparison.Ordinal);

    // What a line of `texts` says: a string, or a template of the seconds.
    [GeneratedRegex("^ {2,4}(?<name>[A-Za-z]+): (?<text>'.*'|seconds => `.*`),$", RegexOptions.Multiline)]
    private static partial Regex Text();

    [GeneratedRegex("^    (?<name>[a-z][A-Za-z]+): .*;$", RegexOptions.Multiline)]
    private static partial Regex TypedText();
}

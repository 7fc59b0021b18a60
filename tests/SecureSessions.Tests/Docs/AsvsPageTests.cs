using System.Text.RegularExpressions;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on the verification standard, against the ids and levels of ASVS 5.0.0 and against the tests that there are.</summary>
public sealed partial class AsvsPageTests
{
    private const string Chapter7 = """
        7.1.1-2 7.1.2-2 7.1.3-2 7.2.1-1 7.2.2-1 7.2.3-1 7.2.4-1 7.3.1-2 7.3.2-2 7.4.1-1 7.4.2-1 7.4.3-2 7.4.4-2 7.4.5-2 7.5.1-2 7.5.2-2
        7.5.3-3 7.6.1-2 7.6.2-2
        """;

    private const string Chapter3 = """
        3.1.1-3 3.2.1-1 3.2.2-1 3.2.3-3 3.3.1-1 3.3.2-2 3.3.3-2 3.3.4-2 3.3.5-3 3.4.1-1 3.4.2-1 3.4.3-2 3.4.4-2 3.4.5-2 3.4.6-2 3.4.7-3
        3.4.8-3 3.5.1-1 3.5.2-1 3.5.3-1 3.5.4-2 3.5.5-2 3.5.6-3 3.5.7-3 3.5.8-3 3.6.1-3 3.7.1-2 3.7.2-2 3.7.3-3 3.7.4-3 3.7.5-3
        """;

    private const string Chapter14 = """
        14.1.1-2 14.1.2-2 14.2.1-1 14.2.2-2 14.2.3-2 14.2.4-2 14.2.5-3 14.2.6-3 14.2.7-3 14.2.8-3 14.3.1-1 14.3.2-2 14.3.3-2
        """;

    private static readonly DocPage Page = DocPage.Asvs;

    [Fact]
    public void Every_requirement_of_chapter_7_is_there_with_its_level() => Assert.Equal(
        Split(Chapter7), Rows().Where(static row => row.Id.StartsWith("7.", StringComparison.Ordinal)).Select(IdAndLevel));

    [Fact]
    public void Every_id_is_one_of_the_standard_with_its_level() =>
        Assert.Empty(Rows().Select(IdAndLevel).Except(Split($"{Chapter3} {Chapter7} {Chapter14}")));

    [Fact]
    public void What_has_no_row_is_named_as_the_apps_alone()
    {
        string[] missing = [.. Split($"{Chapter3} {Chapter14}").Except(Rows().Select(IdAndLevel)).Select(static id => id.Split('-')[0])];
        Assert.Equal(
            "3.2.1 3.2.2 3.2.3 3.4.7 3.5.5 3.5.6 3.5.7 3.6.1 3.7.1 3.7.3 3.7.5 14.2.3 14.2.6 14.2.8", string.Join(' ', missing));
        Assert.Contains(" (3.2, 3.4.7, 3.5.5 to 3.5.7, 3.6, 3.7.1, 3.7.3, 3.7.5) are yours alone", Page.Text, StringComparison.Ordinal);
        Assert.Contains(" (14.2.3, 14.2.6, 14.2.8) are yours alone", Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        string[] named = [.. NamedTests.In(Page.Text)];
        Assert.True(named.Length > 50);
        Assert.All(named, static test => Assert.True(NamedTests.Exists(test), test));
    }

    [Fact]
    public void Every_requirement_has_a_share_of_the_app_to_tick_or_says_that_there_is_none() => Assert.All(
        Rows(), static row => Assert.True(row.Yours.StartsWith('☐') || row.Yours.StartsWith("nothing", StringComparison.Ordinal), row.Id));

    private static string[] Split(string ids) => ids.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static string IdAndLevel((string Id, string Level, string Yours) row) => $"{row.Id}-{row.Level}";

    private static IEnumerable<(string Id, string Level, string Yours)> Rows() => Row().Matches(Page.Text).Select(
        static row => (row.Groups["id"].Value, row.Groups["level"].Value, row.Groups["yours"].Value));

    [GeneratedRegex(@"^\| (?<id>\d+\.\d+\.\d+) \| (?<level>[123]) \| [^|]+ \| [^|]+ \| (?<yours>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

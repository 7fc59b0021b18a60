using System.Globalization;
using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using SecureSessions.Tests.Conventions;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>What holds for every published page.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] AtTheTop =
    [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "samples/SecureSessions.Sample/README.md",
        "samples/SecureSessions.IdentitySample/README.md",
        "samples/SecureSessions.BlazorSample/README.md",
        "samples/SecureSessions.OpenIdConnectSample/README.md",
    ];

    public static TheoryData<string> Pages => [.. Names.Select(static name => $"docs/{name}")];

    public static TheoryData<string> Linking => [.. AtTheTop, .. Names.Select(static name => $"docs/{name}")];

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Repository.PathTo("docs"), "*.md")
        .Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_begins_with_whom_it_is_for(string page) =>
        Assert.StartsWith("For ", Read(page).Split("\n\n")[1], StringComparison.Ordinal);

    [Theory]
    [InlineData("README.md", "](docs/{0})")]
    [InlineData("docs/README.md", "- [{0}]({0}): ")]
    public void An_index_names_every_page(string index, string link)
    {
        string text = Read(index);
        Assert.All(
            Names.Where(static name => name != "README.md"),
            name => Assert.Contains(link.Replace("{0}", name, StringComparison.Ordinal), text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Linking))]
    public void Every_link_within_the_repository_leads_somewhere(string page) => Assert.All(
        Link().Matches(WithoutCode(Read(page))).Select(static match => match.Groups["target"].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal)),
        target => Assert.True(Exists(page, target), $"{page} links to {target}."));

    [Fact]
    public void A_link_to_a_line_of_code_names_the_line_that_holds_its_text()
    {
        MatchCollection links = LineLink().Matches(Read("CONTRIBUTING.md"));
        Assert.True(links.Count >= 10);
        Assert.All(links, static link =>
        {
            string[] lines = Read(link.Groups["file"].Value).Split('\n');
            int line = int.Parse(link.Groups["line"].Value, CultureInfo.InvariantCulture);
            Assert.Contains(link.Groups["text"].Value, lines[line - 1], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_map_names_every_folder_of_the_core_in_their_order() => Assert.Equal(
        Package.Core.Folders, DocPage.Architecture.TableRows("Folder of `src/SecureSessions`").Select(static row => row.First));

    private static bool Exists(string page, string target)
    {
        string[] parts = target.Split('#');
        string file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return Path.Exists(Repository.PathTo(file))
            && (parts.Length == 1 || LineAnchor().IsMatch(parts[1]) || AnchorsOf(Read(file)).Contains(parts[1]));
    }

    // As GitHub and GitLab make them of a heading: lower case, no punctuation, a hyphen for each space.
    private static IEnumerable<string> AnchorsOf(string text) => Heading().Matches(WithoutCode(text))
        .Select(static match => NoPartOfAnAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    private static string Read(string page) => File.ReadAllText(Repository.PathTo(page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[`(?<text>[^`]+)`\]\((?<file>[^)#]+)#L(?<line>\d+)\)")]
    private static partial Regex LineLink();

    [GeneratedRegex(@"^L\d+$")]
    private static partial Regex LineAnchor();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoPartOfAnAnchor();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

using System.Text.RegularExpressions;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>What the page of a package shows, where nothing beside it can be linked to.</summary>
public sealed partial class PackageReadmeTests
{
    public static TheoryData<string> Packages =>
        ["SecureSessions", "SecureSessions.Redis", "SecureSessions.Sql", "SecureSessions.OpenIdConnect", "SecureSessions.Tokens", "SecureSessions.Testing"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_code_block_is_one_that_is_compiled(string package) =>
        Assert.All(
            PageOf(package).CodeBlocks, static block => Assert.Contains(block, DocPage.All.SelectMany(static page => page.Regions.Values)));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nothing_is_linked_to(string package) => Assert.DoesNotMatch(Link(), PageOf(package).Text);

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_page_of_a_package_is_about_that_package(string package) =>
        Assert.StartsWith($"# {package}\n", PageOf(package).Text, StringComparison.Ordinal);

    [Fact]
    public void The_cookie_that_it_shows_is_that_of_the_readme()
    {
        string cookie = DocPage.Readme.Text.Split('\n').Single(static line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal));

        Assert.Contains($"\n{cookie}\n", DocPage.CorePackage.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_for_operators_that_it_names_is_there() =>
        Assert.All(
            ["docs", "docs/redis.md", "docs/sql.md", "docs/openid-connect.md", "docs/tokens.md", "docs/testing.md", "docs/stores.md"],
            static path => Assert.True(Path.Exists(Repository.PathTo(path))));

    private static DocPage PageOf(string package) => package switch
    {
        "SecureSessions" => DocPage.CorePackage,
        "SecureSessions.Redis" => DocPage.RedisPackage,
        "SecureSessions.Sql" => DocPage.SqlPackage,
        "SecureSessions.Testing" => DocPage.TestingPackage,
        "SecureSessions.Tokens" => DocPage.TokensPackage,
        _ => DocPage.OpenIdConnectPackage,
    };

    [GeneratedRegex(@"\]\(")]
    private static partial Regex Link();
}

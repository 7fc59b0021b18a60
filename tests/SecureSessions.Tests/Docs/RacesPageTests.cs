using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on requests that race. Its table is read by the tests of the races themselves.</summary>
public sealed class RacesPageTests
{
    private static readonly DocPage Page = DocPage.Races;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/races.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

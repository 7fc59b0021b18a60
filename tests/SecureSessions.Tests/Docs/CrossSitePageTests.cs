using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on what other sites can send.</summary>
public sealed class CrossSitePageTests
{
    private static readonly DocPage Page = DocPage.CrossSite;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_word_of_the_event_is_explained() =>
        Assert.Equal(["sec_fetch_site", "origin", "no_origin", "form_token"], Page.TableRows("Detail").Select(static row => row.First));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/cross-site.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

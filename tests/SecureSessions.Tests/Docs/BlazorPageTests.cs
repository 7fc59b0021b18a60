using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on circuits.</summary>
public sealed class BlazorPageTests
{
    private static readonly DocPage Page = DocPage.Blazor;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/blazor.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on reverse proxies. Its configuration of nginx is the one that the tests with nginx run.</summary>
public sealed class ProxiesPageTests
{
    private static readonly DocPage Page = DocPage.Proxies;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/proxies.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

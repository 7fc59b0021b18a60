using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who watch.</summary>
public sealed class MonitoringPageTests
{
    private static readonly DocPage Page = DocPage.Monitoring;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void It_says_what_every_instrument_counts() =>
        Assert.Equal(
            DefaultsInCode.ConstantsOf(typeof(SessionMetrics)).Where(static name => name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Page.TableRows("Instrument").Select(static row => row.First).Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/monitoring.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

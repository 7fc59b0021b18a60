using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on signals.</summary>
public sealed class SignalsPageTests
{
    private static readonly DocPage Page = DocPage.Signals;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_signals_has_the_default_answers()
    {
        SecureSessionSignalOptions signals = new SecureSessionOptions().Signals;

        Assert.Equal(
            [
                ("session_client_changed", $"{signals.DeviceChange}"),
                ("session_client_changed", $"{signals.NetworkChange}"),
                ("authn_impossible_travel", $"{signals.ImpossibleTravel}"),
                ("session_flood", "Report"),
                ("authn_login_fail_max", "Report"),
                ("authn_login_successafterfail", "Report"),
            ],
            Page.TableRows("Event"));
    }

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/signals.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

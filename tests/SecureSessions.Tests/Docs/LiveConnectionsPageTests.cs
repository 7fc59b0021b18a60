using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on what stays open.</summary>
public sealed class LiveConnectionsPageTests
{
    private static readonly DocPage Page = DocPage.LiveConnections;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_script_is_that_of_the_page_which_the_tests_open_in_a_browser()
    {
        string script = File.ReadAllText(Repository.PathTo("tests", "SecureSessions.Browser.Tests", "Hubs", "Client", "live.js"));
        Assert.Equal($"// #region client\n{Assert.Single(Page.ScriptBlocks)}// #endregion\n", script.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.HubOptions.Order(), Page.TableRows("Option").Order());

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/live-connections.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on authenticating again.</summary>
public sealed class StepUpPageTests
{
    private static readonly DocPage Page = DocPage.StepUp;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    [Trait("Requirement", "SU-4")]
    public void The_challenge_that_it_shows_is_the_one_that_is_sent() => Assert.Contains(
        $"\nWWW-Authenticate: {new StepUpChallenge(TimeSpan.FromMinutes(5), "aal2")}\n", Page.Text, StringComparison.Ordinal);

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/step-up.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

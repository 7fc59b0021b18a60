using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on the values of a session.</summary>
public sealed class SessionsPageTests
{
    private static readonly DocPage Page = DocPage.Sessions;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_cookie_that_it_shows_is_that_of_the_readme() => Assert.Equal(CookieOn(DocPage.Readme), CookieOn(Page));

    private static string CookieOn(DocPage page) =>
        page.Text.Split('\n').Single(static line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal));
}

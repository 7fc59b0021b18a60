using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

public sealed class SampleAccountTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task The_account_page_counts_its_visits_in_each_session()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        using Browser other = await site.NewSignedInBrowserAsync();
        await browser.GetAsync("/account");

        Assert.Contains("<strong id=\"visits\">2</strong>", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Contains("<strong id=\"visits\">1</strong>", (await other.GetAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CK-5")]
    public async Task The_account_page_shows_the_public_id_and_never_the_secret()
    {
        using Browser browser = await site.NewSignedInBrowserAsync();
        string body = (await browser.GetAsync("/account")).Body;

        Assert.Contains($"<dd id=\"session\">{browser.Token![..21]}", body, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Token[22..], body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/site.css")]
    public async Task Public_pages_answer_everybody_and_begin_no_session(string path)
    {
        using Browser browser = site.NewBrowser();
        Page page = await browser.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, null), (page.Status, browser.Token));
        Assert.NotEmpty(page.Body);
    }

    [Fact]
    public async Task Without_further_words_the_sessions_are_in_memory_and_each_page_says_so()
    {
        using Browser browser = site.NewBrowser();
        Assert.Contains("Sessions in memory of this process", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
    }
}

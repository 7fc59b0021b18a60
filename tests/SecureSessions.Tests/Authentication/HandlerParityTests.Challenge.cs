using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Authentication;

public abstract partial class HandlerParityTests
{
    [Theory]
    [InlineData("/page", "https://localhost/login?back=%2Fpage")]
    [InlineData("/page?a=1&b=%20%26", "https://localhost/login?back=%2Fpage%3Fa%3D1%26b%3D%2520%2526")]
    [InlineData("/base/page?a=1", "https://localhost/base/login?back=%2Fbase%2Fpage%3Fa%3D1")]
    [InlineData("/challenge?uri=%2Fbasket", "https://localhost/login?back=%2Fbasket")]
    [InlineData("/api/both", "https://localhost/login?back=%2Fapi%2Fboth")]
    public Task A_browser_that_must_sign_in_is_sent_to_the_login_page(string path, string location) =>
        AssertAnswerAsync(path, 302, location);

    [Theory]
    [InlineData("/page")]
    [InlineData("/base/page")]
    public Task A_script_that_must_sign_in_gets_401_and_the_login_page(string path) => AssertAnswerAsync(
        path, 401, $"https://localhost{path.Replace("/page", "/login", StringComparison.Ordinal)}?back={Uri.EscapeDataString(path)}", (
            "X-Requested-With", "XMLHttpRequest"));

    [Fact]
    public Task A_script_that_names_itself_in_the_query_is_not_redirected() => AssertAnswerAsync(
        "/page?X-Requested-With=XMLHttpRequest", 401, "https://localhost/login?back=%2Fpage%3FX-Requested-With%3DXMLHttpRequest");

    [Fact]
    public Task An_api_that_needs_a_user_answers_401() => AssertAnswerAsync("/api/me", 401, "https://localhost/login?back=%2Fapi%2Fme");

    [Fact]
    public async Task A_user_who_is_not_allowed_is_sent_to_the_refusal_page()
    {
        await _browser.GetAsync("/elsewhere");

        await AssertAnswerAsync("/admin?x=1", 302, "https://localhost/denied?back=%2Fadmin%3Fx%3D1");
    }

    [Fact]
    public async Task A_script_that_is_not_allowed_gets_403_and_the_refusal_page()
    {
        await _browser.GetAsync("/elsewhere");

        await AssertAnswerAsync("/admin", 403, "https://localhost/denied?back=%2Fadmin", ("X-Requested-With", "XMLHttpRequest"));
    }

    [Fact]
    public async Task An_api_that_does_not_allow_the_user_answers_403()
    {
        await _browser.GetAsync("/elsewhere");

        await AssertAnswerAsync("/api/admin", 403, "https://localhost/denied?back=%2Fapi%2Fadmin");
    }

    [Fact]
    public async Task A_signed_in_user_gets_the_page()
    {
        await _browser.GetAsync("/elsewhere");

        Page page = await _browser.GetAsync("/page");

        Assert.Equal("page", page.Body);
    }
}

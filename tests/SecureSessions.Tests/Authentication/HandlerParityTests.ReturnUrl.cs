using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Authentication;

public abstract partial class HandlerParityTests
{
    [Theory]
    [InlineData("/login?back=/basket%3Fa%3D1%26b%3D%2520", "/basket?a=1&b=%20")]
    [InlineData("/login?back=/", "/")]
    [InlineData("/login?uri=/asked&back=/basket", "/asked")]
    [InlineData("/login?uri=&back=/basket", "/basket")]
    [InlineData("/elsewhere?uri=/asked", "/asked")]
    [InlineData("/base/login?back=/base/basket", "/base/basket")]
    public Task A_sign_in_goes_on_to_the_return_url(string path, string location) => AssertAnswerAsync(path, 302, location);

    [Theory]
    [InlineData("/logout?back=/bye", "/bye")]
    [InlineData("/logout?uri=/asked&back=/bye", "/asked")]
    [InlineData("/leave?uri=/asked", "/asked")]
    public Task A_sign_out_goes_on_to_the_return_url(string path, string location) => AssertAnswerAsync(path, 302, location);

    [Theory]
    [InlineData("/login")]
    [InlineData("/login?back=")]
    [InlineData("/login?back=//evil.example")]
    [InlineData("/login?back=/%5Cevil.example")]
    [InlineData("/login?back=https://evil.example")]
    [InlineData("/login?back=https:evil.example")]
    [InlineData("/login?back=javascript:alert(1)")]
    [InlineData("/login?back=%5C%5Cevil.example")]
    [InlineData("/login?back=evil.example")]
    [InlineData("/login?back=%20/basket")]
    [InlineData("/elsewhere?back=/basket")]
    [InlineData("/leave?back=/bye")]
    [InlineData("/logout?back=//evil.example")]
    public Task Any_other_return_url_is_not_followed(string path) => AssertAnswerAsync(path, 200, "");

    [Fact]
    public Task A_script_is_told_the_return_url_and_not_redirected() =>
        AssertAnswerAsync("/login?back=/basket", 200, "/basket", ("X-Requested-With", "XMLHttpRequest"));

    [Fact]
    public Task An_api_that_signs_in_goes_on_to_where_it_asked_for() => AssertAnswerAsync("/api/login?uri=/asked", 302, "/asked");

    [Fact]
    public Task An_answer_that_has_a_status_of_its_own_keeps_it() => AssertAnswerAsync("/created", 201, "");

    [Fact]
    public async Task A_sign_in_or_sign_out_is_kept_out_of_caches()
    {
        Page signIn = await _browser.GetAsync("/login");
        Page signOut = await _browser.GetAsync("/logout");

        Assert.All([signIn, signOut], page => Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_sign_out_the_browser_is_nobody()
    {
        await _browser.GetAsync("/login");
        await _browser.GetAsync("/logout");

        Assert.Equal(0, _browser.Jar.Count);
        await AssertAnswerAsync("/page", 302, "https://localhost/login?back=%2Fpage");
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.OpenIdConnect;

/// <summary>OpenID Connect Back-Channel Logout 1.0, and the front channel, with tokens under the keys of a real provider.</summary>
[Collection(TestProvider.Name)]
public sealed class BackChannelLogoutTests(TestProvider provider) : IAsyncLifetime
{
    private ClientApp _app = null!;
    private Browser _server = null!;

    private DateTimeOffset Now => _app.Host.Clock.GetUtcNow();

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_logout_token_ends_the_sessions_of_its_sid_and_no_others()
    {
        using Browser first = await _app.SignInAsync("ada", "s1");
        using Browser second = await _app.SignInAsync("ada", "s1");
        using Browser other = await _app.SignInAsync("ada", "s2");

        Page page = await LogOutAsync(TestProvider.LogoutClaims(Now, "s1", "ada"));

        Assert.Equal((HttpStatusCode.OK, "no-store"), (page.Status, page.Header("Cache-Control")));
        Assert.Equal(["nobody", "nobody", "ada"], await UsersAsync(first, second, other));
        Assert.Single(_app.Host.Logs.Of("oidc_logout"));
    }

    [Fact]
    public async Task A_logout_token_without_a_sid_ends_all_sessions_of_its_sub()
    {
        using Browser first = await _app.SignInAsync("ada", "s1");
        using Browser second = await _app.SignInAsync("ada", "s2");
        using Browser other = await _app.SignInAsync("bob", "s3");

        Assert.Equal(HttpStatusCode.OK, (await LogOutAsync(TestProvider.LogoutClaims(Now, null, "ada"))).Status);

        Assert.Equal(["nobody", "nobody", "bob"], await UsersAsync(first, second, other));
    }

    [Fact]
    public async Task A_logout_token_with_a_sid_alone_is_enough()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");

        Assert.Equal(HttpStatusCode.OK, (await LogOutAsync(TestProvider.LogoutClaims(Now, "s1", null))).Status);

        Assert.Equal(["nobody"], await UsersAsync(browser));
    }

    [Fact]
    public async Task A_logout_of_a_session_that_is_not_here_is_answered_200() =>
        Assert.Equal(HttpStatusCode.OK, (await LogOutAsync(TestProvider.LogoutClaims(Now, "elsewhere", "carol"))).Status);

    [Fact]
    public async Task A_logout_token_is_good_once()
    {
        string token = provider.Sign(TestProvider.LogoutClaims(Now, "s1", "ada"));
        Assert.Equal(HttpStatusCode.OK, (await _app.LogOutAsync(_server, token)).Status);
        using Browser later = await _app.SignInAsync("ada", "s1");

        Page replayed = await _app.LogOutAsync(_server, token);

        Assert.Equal(HttpStatusCode.BadRequest, replayed.Status);
        Assert.Contains("its jti was used before", replayed.Body, StringComparison.Ordinal);
        Assert.Equal(["ada"], await UsersAsync(later));
    }

    [Theory]
    [InlineData("iss", "https://other.test/", "its iss is not the provider")]
    [InlineData("iss", null, "its iss is not the provider")]
    [InlineData("aud", "another", "its aud is not this client")]
    [InlineData("aud", null, "its aud is not this client")]
    [InlineData("iat", null, "it has no iat")]
    [InlineData("jti", null, "it has no jti")]
    [InlineData("jti", "", "it has no jti")]
    [InlineData("nonce", "n", "it has a nonce, so it is an ID token")]
    [InlineData("events", null, "its events do not say that it is a logout")]
    [InlineData("events", "logout", "its events do not say that it is a logout")]
    public async Task A_claim_that_is_missing_or_wrong_is_answered_400_and_ends_nothing(string claim, string? value, string reason)
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");
        Dictionary<string, object> claims = TestProvider.LogoutClaims(Now, "s1", "ada");
        if (value is null)
            claims.Remove(claim);
        else
            claims[claim] = value;

        await ExpectRefusalAsync(provider.Sign(claims), reason);

        Assert.Equal(["ada"], await UsersAsync(browser));
    }

    [Fact]
    public async Task A_logout_token_without_sid_and_sub_is_refused() => await ExpectRefusalAsync(
        provider.Sign(TestProvider.LogoutClaims(Now, null, null)), "it has neither sid nor sub");

    [Theory]
    [InlineData(-151, "its iat is too long ago")]
    [InlineData(31, "its iat is in the future")]
    public async Task A_logout_token_of_another_time_is_refused(int seconds, string reason)
    {
        Dictionary<string, object> claims = TestProvider.LogoutClaims(Now.AddSeconds(seconds), "s1", "ada");
        claims.Remove("exp");

        await ExpectRefusalAsync(provider.Sign(claims), reason);
    }

    [Theory]
    [InlineData(-149)]
    [InlineData(29)]
    public async Task Clocks_may_differ_a_little(int seconds)
    {
        Dictionary<string, object> claims = TestProvider.LogoutClaims(Now.AddSeconds(seconds), "s1", "ada");
        claims.Remove("exp");

        Assert.Equal(HttpStatusCode.OK, (await LogOutAsync(claims)).Status);
    }

    [Fact]
    public async Task A_logout_token_that_has_expired_is_refused()
    {
        Dictionary<string, object> claims = TestProvider.LogoutClaims(Now, "s1", "ada");
        claims["exp"] = Now.AddSeconds(-31).ToUnixTimeSeconds();

        await ExpectRefusalAsync(provider.Sign(claims), "it has expired");
    }

    [Fact]
    public async Task Tokens_that_no_private_key_of_theprovider_signed_are_refused()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");
        Dictionary<string, object> claims = TestProvider.LogoutClaims(Now, "s1", "ada");
        byte[] shared = SHA256.HashData(Encoding.UTF8.GetBytes(TestProvider.ClientSecret));
        using RSA other = RSA.Create(2048);
        string good = provider.Sign(claims);

        await ExpectRefusalAsync(TestProvider.Sign(claims, null), "its alg is none that signs by a private key");
        await ExpectRefusalAsync(
            TestProvider.Sign(claims, new SigningCredentials(new SymmetricSecurityKey(shared), SecurityAlgorithms.HmacSha256)),
            "its alg is none that signs by a private key");
        await ExpectRefusalAsync(
            TestProvider.Sign(claims, new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256)),
            "its signature is wrong");
        await ExpectRefusalAsync(
            TestProvider.Sign(claims, new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k2" }, SecurityAlgorithms.RsaSha256)),
            "the provider has no key that signed it");
        await ExpectRefusalAsync(good[..^4] + (good[^4] == 'A' ? 'B' : 'A') + good[^3..], "its signature is wrong");
        await ExpectRefusalAsync(provider.Sign(claims, "at+jwt"), "its typ is not logout+jwt");

        Assert.Equal(["ada"], await UsersAsync(browser));
    }

    [Fact]
    public async Task Tokens_ofproviders_that_name_no_type_are_accepted()
    {
        Assert.Equal(
            HttpStatusCode.OK,
            (await _app.LogOutAsync(_server, provider.Sign(TestProvider.LogoutClaims(Now, "s1", "ada"), "JWT"))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.!!.AAAA")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d")]
    public async Task Junk_is_answered_400(string token) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.LogOutAsync(_server, token)).Status);

    [Fact]
    public async Task A_thousand_mutations_of_a_token_are_answered_400()
    {
        string good = provider.Sign(TestProvider.LogoutClaims(Now, "s1", "ada"));
        var random = new Random(20261129);
        for (int i = 0; i < 1000; i++)
        {
            char[] text = good.ToCharArray();
            int at = random.Next(text.Length - 1);
            char other = (char)random.Next(33, 127);
            text[at] = other == text[at] ? '~' : other;

            Assert.Equal(HttpStatusCode.BadRequest, (await _app.LogOutAsync(_server, new string(text))).Status);
        }
    }

    [Fact]
    public async Task A_request_that_is_no_form_is_answered_400()
    {
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var large = new FormUrlEncodedContent([new("logout_token", new string('a', 100_000))]);
        using var twice = new FormUrlEncodedContent([new("logout_token", "a.b.c"), new("logout_token", "a.b.c")]);
        foreach (HttpContent? content in (HttpContent?[])[null, json, large, twice])
        {
            Page page = await _server.SendAsync(HttpMethod.Post, "/backchannel-logout", content);

            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        }
    }

    [Fact]
    public async Task A_store_that_is_down_is_answered_503_and_the_token_may_come_again()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");
        string token = provider.Sign(TestProvider.LogoutClaims(Now, "s1", "ada"));
        _app.Host.Store.Fail(StoreFault.ThrowsAfterYield, StoreOperation.List);
        Page failed = await _app.LogOutAsync(_server, token);
        _app.Host.Store.Heal();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.NotNull(failed.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, (await _app.LogOutAsync(_server, token)).Status);
        Assert.Equal(["nobody"], await UsersAsync(browser));
    }

    [Fact]
    public async Task The_front_channel_ends_the_sessions_of_the_sid_without_a_cookie()
    {
        using Browser browser = await _app.SignInAsync("ada", "s1");
        string issuer = Uri.EscapeDataString(TestProvider.Issuer);

        Assert.Equal(HttpStatusCode.BadRequest, (await _server.GetAsync("/frontchannel-logout")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.GetAsync("/frontchannel-logout?iss=https://other.test/&sid=s1")).Status);
        Assert.Equal(["ada"], await UsersAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync($"/frontchannel-logout?iss={issuer}&sid=s1")).Status);
        Assert.Equal(["nobody"], await UsersAsync(browser));
    }

    public async Task InitializeAsync()
    {
        _app = await ClientApp.StartAsync(provider);
        _server = _app.Host.NewBrowser();
    }

    public async Task DisposeAsync()
    {
        _server.Dispose();
        await _app.DisposeAsync();
    }

    private Task<Page> LogOutAsync(Dictionary<string, object> claims) => _app.LogOutAsync(_server, provider.Sign(claims));

    private async Task ExpectRefusalAsync(string token, string reason)
    {
        Page page = await _app.LogOutAsync(_server, token);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(
            $$"""{"error":"invalid_request","error_description":"The logout was refused: {{reason}}."}""", page.Body);
    }

    private static async Task<string[]> UsersAsync(params Browser[] browsers)
    {
        List<string> users = [];
        foreach (Browser browser in browsers)
            users.Add(await ClientApp.UserAsync(browser));
        return [.. users];
    }
}

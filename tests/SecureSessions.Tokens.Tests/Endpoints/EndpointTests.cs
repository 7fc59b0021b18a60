using System.Net;
using System.Text.Json;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Endpoints;

/// <summary>The answers of the endpoints by the RFCs, and what they make of bad input.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Token = "/session/tokens/token";

    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_refresh_is_answered_as_the_specification_says()
    {
        TokenReply reply = await _host.RefreshAsync((await _host.SignInAsync()).Refresh);

        Assert.Equal("application/json", reply.Page.Header("Content-Type"));
        Assert.Equal("no-store", reply.Page.Header("Cache-Control"));
        Assert.Equal(
            ["access_token", "expires_in", "refresh_token", "token_type"],
            reply.Json.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("Bearer", 900), (reply.Text("token_type"), reply.Json.GetProperty("expires_in").GetInt32()));
        Assert.Empty(reply.Page.SetCookies);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("refresh_token=T", "invalid_request")]
    [InlineData("grant_type=password&username=ada&password=x", "unsupported_grant_type")]
    [InlineData("grant_type=authorization_code&code=x", "unsupported_grant_type")]
    [InlineData("grant_type=Refresh_Token&refresh_token=T", "unsupported_grant_type")]
    [InlineData("grant_type=refresh_token", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=T&refresh_token=T", "invalid_request")]
    [InlineData("grant_type=refresh_token&grant_type=refresh_token&refresh_token=T", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=T&client_id=a&client_id=b", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=T&resource=%20", "invalid_target")]
    [InlineData("grant_type=refresh_token&refresh_token=T&client_id=other", "invalid_grant")]
    [InlineData("grant_type=refresh_token&refresh_token=Tx", "invalid_grant")]
    [InlineData("grant_type=refresh_token&refresh_token=srt_", "invalid_grant")]
    [InlineData("grant_type=refresh_token&refresh_token=%0d%0a", "invalid_grant")]
    [InlineData("grant_type=refresh_token&refresh_token=%00", "invalid_request")]
    [InlineData("grant_type=refresh_token&refresh_token=%F0%9F%98%80", "invalid_grant")]
    public async Task A_bad_request_is_answered_by_the_code_of_the_specification_and_changes_nothing(string body, string error)
    {
        string token = (await _host.SignInAsync()).Refresh;

        TokenReply reply = await _host.SendAsync(Token, body.Replace("=T", "=" + token, StringComparison.Ordinal), Form);

        AssertRefused(reply, error, token);
        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(token)).Status);
        Assert.Empty(_host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded-not")]
    public async Task A_body_that_is_no_form_is_not_read(string contentType)
    {
        string token = (await _host.SignInAsync()).Refresh;

        AssertRefused(
            await _host.SendAsync(Token, $"{{\"grant_type\":\"refresh_token\",\"refresh_token\":\"{token}\"}}", contentType),
            "invalid_request",
            token);
    }

    [Theory]
    [InlineData("/session/tokens/token", "refresh_token")]
    [InlineData("/session/tokens/revoke", "token")]
    [InlineData("/session/tokens/access", "access_token")]
    public async Task A_token_in_the_query_is_not_read(string path, string name)
    {
        string token = (await _host.SignInAsync()).Refresh;

        AssertRefused(
            await _host.SendAsync(
                $"{path}?{name}={token}", $"grant_type=refresh_token&refresh_token={token}&token={token}", Form),
            "invalid_request",
            token);
        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        AssertRefused(await _host.SendAsync(Token, "grant_type=" + new string('x', 20_000), Form), "invalid_request");
        AssertRefused(
            await _host.SendAsync(Token, string.Join('&', Enumerable.Range(0, 100).Select(static i => $"p{i}=1")), Form),
            "invalid_request");
    }

    [Theory]
    [InlineData("/session/tokens/token")]
    [InlineData("/session/tokens/revoke")]
    [InlineData("/session/tokens/introspect")]
    [InlineData("/session/tokens/access")]
    public async Task No_endpoint_that_gives_or_takes_a_token_is_read_by_a_get(string path) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _host.Client.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("srt_AAECAwQFBgcICQoLDA0OD0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f")]
    [InlineData("junk")]
    public async Task A_revocation_of_what_is_no_token_is_answered_as_any_other(string token)
    {
        TokenReply reply = await _host.RevokeAsync(token);

        Assert.Equal((HttpStatusCode.OK, ""), (reply.Status, reply.Page.Body));
    }

    [Fact]
    public async Task An_access_token_cannot_be_revoked()
    {
        TokenReply pair = await _host.SignInAsync();

        AssertRefused(await _host.RevokeAsync(pair.Access), "unsupported_token_type", pair.Access);
        AssertRefused(await _host.SendAsync("/session/tokens/revoke", "", Form), "invalid_request");
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(pair.Access));
    }

    [Fact]
    public async Task An_introspection_tells_of_an_access_token_that_is_good()
    {
        TokenReply pair = await _host.SignInAsync();

        TokenReply reply = await _host.IntrospectAsync(pair.Access);

        JsonElement claims = TokenHost.ClaimsOf(pair.Access);
        Assert.True(reply.Json.GetProperty("active").GetBoolean());
        Assert.Equal("no-store", reply.Page.Header("Cache-Control"));
        Assert.Equal(
            ["acr", "active", "amr", "aud", "auth_time", "client_id", "exp", "iat", "iss", "jti", "sid", "sub", "token_type"],
            reply.Json.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(
            reply.Json.EnumerateObject().Where(static one => one.Name is not ("active" or "token_type")),
            one => Assert.Equal(claims.GetProperty(one.Name).GetRawText(), one.Value.GetRawText()));
    }

    [Fact]
    public async Task An_introspection_calls_everything_else_inactive()
    {
        TokenReply pair = await _host.SignInAsync();

        Assert.Equal("{\"active\":false}", (await _host.IntrospectAsync(pair.Refresh)).Page.Body);
        Assert.Equal("{\"active\":false}", (await _host.IntrospectAsync("junk")).Page.Body);
        await _host.Host.Manager.EndAllAsync("ada");
        Assert.Equal("{\"active\":false}", (await _host.IntrospectAsync(pair.Access)).Page.Body);
    }

    [Fact]
    public async Task An_introspection_needs_what_its_policy_asks_for_and_without_a_policy_there_is_none()
    {
        string token = (await _host.SignInAsync()).Access;
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.PostAsync("/session/tokens/introspect", ("token", token))).Status);

        await using TokenHost without = await TokenHost.StartAsync(new TokenHostSettings { Introspects = false });
        Assert.Equal(HttpStatusCode.NotFound, (await without.IntrospectAsync(token)).Status);
        Assert.False((await MetadataAsync(without)).TryGetProperty("introspection_endpoint", out _));
    }

    [Fact]
    public async Task An_introspection_confirms_a_rotation_as_a_call_does()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply second = await _host.RefreshAsync(first.Refresh);
        await _host.IntrospectAsync(second.Access);
        _host.Clock.Advance(SessionTokenDefaults.RefreshGrace);

        Assert.Equal("invalid_grant", (await _host.RefreshAsync(first.Refresh)).Error);
        Assert.Single(_host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    public async Task The_metadata_names_the_endpoints_at_the_issuer_whatever_the_host_of_the_request()
    {
        JsonElement metadata = await MetadataAsync(_host, "evil.example");

        Assert.Equal(TokenHost.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal($"{TokenHost.Issuer}/session/tokens/token", metadata.GetProperty("token_endpoint").GetString());
        Assert.Equal($"{TokenHost.Issuer}/session/tokens/revoke", metadata.GetProperty("revocation_endpoint").GetString());
        Assert.Equal($"{TokenHost.Issuer}/session/tokens/introspect", metadata.GetProperty("introspection_endpoint").GetString());
        Assert.Equal($"{TokenHost.Issuer}/session/tokens/jwks", metadata.GetProperty("jwks_uri").GetString());
        Assert.Equal("[\"refresh_token\"]", metadata.GetProperty("grant_types_supported").GetRawText());
        Assert.Equal("[\"none\"]", metadata.GetProperty("token_endpoint_auth_methods_supported").GetRawText());
    }

    [Fact]
    [Trait("Requirement", "TK-2")]
    public async Task The_keys_are_public_for_one_algorithm_and_have_no_private_part()
    {
        using HttpResponseMessage response = await _host.Client.GetAsync("/session/tokens/jwks");
        Page page = await Page.ReadAsync(response);

        JsonElement key = Assert.Single(JsonDocument.Parse(page.Body).RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal("max-age=300", page.Header("Cache-Control").Split(',')[^1].Trim());
        Assert.Equal(
            ["alg", "crv", "kid", "kty", "use", "x", "y"],
            key.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ES256", "P-256", "sig"), (
            key.GetProperty("alg").GetString(), key.GetProperty("crv").GetString(), key.GetProperty("use").GetString()));
    }

    private static void AssertRefused(TokenReply reply, string error, string? secret = null)
    {
        Assert.Equal((HttpStatusCode.BadRequest, error), (reply.Status, reply.Error));
        Assert.Equal("no-store", reply.Page.Header("Cache-Control"));
        Assert.NotEqual("", reply.Text("error_description"));
        if (secret is not null)
            Assert.DoesNotContain(secret[^20..], reply.Page.Body, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> MetadataAsync(TokenHost host, string? name = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server");
        request.Headers.Host = name;
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}

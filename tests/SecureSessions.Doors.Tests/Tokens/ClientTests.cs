using System.Net;
using System.Text.Json;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>Clients and APIs of others, each as it is published, understand the issuer by its standards.</summary>
public sealed class ClientTests(IssuerProcess issuer, NodeClient node) : IClassFixture<IssuerProcess>, IClassFixture<NodeClient>
{
    [Fact]
    public async Task Jose_and_oauth4webapi_find_the_issuer_refresh_verify_introspect_and_revoke()
    {
        JsonElement seen = await node.RunAsync(issuer, await issuer.SignInAsync());

        Assert.Equal(
            new[] { "token", "revoke", "introspect", "jwks" }.Select(name => $"{issuer.Issuer}/session/tokens/{name}"),
            seen.GetProperty("endpoints").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(("bearer", 900), (Text("tokenType"), seen.GetProperty("expiresIn").GetInt32()));
        Assert.True(seen.GetProperty("rotated").GetBoolean());
        Assert.Equal(("ada", "ES256"), (Text("subject"), Text("algorithm")));
        Assert.Equal("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", Text("tampered"));
        Assert.Equal("ERR_JWT_CLAIM_VALIDATION_FAILED", Text("otherAudience"));
        Assert.Equal("ERR_JWKS_NO_MATCHING_KEY", Text("unknownKey"));
        Assert.Equal(IssuerProgram.ClientId, Text("resourceServer"));
        Assert.Equal((true, false, false), (Is("active"), Is("refreshTokenIsActive"), Is("activeAfterRevocation")));
        Assert.Equal("invalid_grant", Text("refreshAfterRevocation"));

        string? Text(string name) => seen.GetProperty(name).GetString();
        bool Is(string name) => seen.GetProperty(name).GetBoolean();
    }

    [Fact]
    public async Task Duende_IdentityModel_finds_the_issuer_refreshes_introspects_and_revokes()
    {
        using HttpClient client = issuer.NewClient();
        using var metadata = new DiscoveryDocumentRequest
        {
            Address = issuer.Issuer,
            Policy = { DiscoveryDocumentPath = ".well-known/oauth-authorization-server" },
        };
        DiscoveryDocumentResponse found = await client.GetDiscoveryDocumentAsync(metadata);
        Assert.False(found.IsError, found.Error);
        Assert.Single(found.KeySet!.Keys);

        using var refresh = new RefreshTokenRequest
        {
            Address = found.TokenEndpoint,
            ClientId = IssuerProgram.ClientId,
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            RefreshToken = await issuer.SignInAsync(),
        };
        TokenResponse tokens = await client.RequestRefreshTokenAsync(refresh);
        Assert.False(tokens.IsError, tokens.Error);
        Assert.Equal(900, tokens.ExpiresIn);
        Assert.NotEqual(refresh.RefreshToken, tokens.RefreshToken);

        TokenIntrospectionResponse good = await IntrospectAsync(client, found, tokens.AccessToken!);
        Assert.True(good.IsActive);
        Assert.Equal("ada", good.Claims.Single(static claim => claim.Type == JwtClaimTypes.Subject).Value);

        using var revocation = new TokenRevocationRequest
        {
            Address = found.RevocationEndpoint,
            ClientId = IssuerProgram.ClientId,
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            Token = tokens.RefreshToken!,
        };
        Assert.False((await client.RevokeTokenAsync(revocation)).IsError);
        Assert.False((await IntrospectAsync(client, found, tokens.AccessToken!)).IsActive);
        using var late = new RefreshTokenRequest
        {
            Address = found.TokenEndpoint,
            ClientId = IssuerProgram.ClientId,
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            RefreshToken = tokens.RefreshToken!,
        };
        Assert.Equal("invalid_grant", (await client.RequestRefreshTokenAsync(late)).Error);
    }

    [Fact]
    public async Task AddJwtBearer_in_another_process_accepts_the_token_by_the_metadata_alone()
    {
        using var home = new TempFolder();
        await using RunningApp api = await RunningApp.StartAsync(
            home.Path,
            DotNetCli.Program,
            typeof(ApiProgram).Assembly.Location,
            ApiProgram.Name,
            "--metadata",
            $"{issuer.Issuer}/.well-known/oauth-authorization-server");
        string token = await AccessTokenAsync(await issuer.SignInAsync());

        (HttpStatusCode status, string body) = await CallAsync(api, token);
        (HttpStatusCode tampered, _) = await CallAsync(
            api, token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"));

        Assert.Equal((HttpStatusCode.OK, "ada"), (status, body));
        Assert.Equal(HttpStatusCode.Unauthorized, tampered);
    }

    private static async Task<TokenIntrospectionResponse> IntrospectAsync(
        HttpClient client, DiscoveryDocumentResponse found, string token)
    {
        using var question = new TokenIntrospectionRequest
        {
            Address = found.IntrospectionEndpoint,
            ClientId = IssuerProgram.ClientId,
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            Token = token,
        };
        question.Headers.Add("X-Key", IssuerProgram.IntrospectionKey);
        TokenIntrospectionResponse answer = await client.IntrospectTokenAsync(question);
        Assert.False(answer.IsError, answer.Error);
        return answer;
    }

    private async Task<string> AccessTokenAsync(string refreshToken)
    {
        using HttpClient client = issuer.NewClient();
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)]);
        using HttpResponseMessage response = await client.PostAsync(new Uri("/session/tokens/token", UriKind.Relative), form);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<(HttpStatusCode Status, string Body)> CallAsync(RunningApp api, string token)
    {
        using HttpClient client = api.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await client.GetAsync(new Uri("/api", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

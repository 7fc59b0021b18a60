using System.Net;
using System.Text.Json;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Access;

/// <summary>What an access token says (RFC 9068).</summary>
[Trait("Requirement", "TK-1")]
public sealed class AccessTokenTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync(new TokenHostSettings
    {
        Tokens = static tokens => tokens.SelectClaims = static context =>
        {
            context.Add("tenant", context.Principal.FindFirst("tenant")?.Value);
            context.Add("nothing", (string?)null);
            context.Add("level", 3);
            context.Add("beta", true);
            context.Add("groups", ["a", "b"]);
        },
    });

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task The_header_names_type_algorithm_and_key_and_nothing_else()
    {
        JsonElement header = TokenHost.HeaderOf((await _host.SignInAsync()).Access);

        Assert.Equal(
            ["alg=ES256", "kid=" + header.GetProperty("kid").GetString(), "typ=at+jwt"],
            header.EnumerateObject().Select(static one => $"{one.Name}={one.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_claims_are_those_of_the_specification_and_those_that_the_app_adds()
    {
        TokenReply reply = await _host.SignInAsync(query: "?role=admin&role=editor");

        JsonElement claims = TokenHost.ClaimsOf(reply.Access);

        Assert.Equal(
            [
                "acr", "amr", "aud", "auth_time", "beta", "client_id", "exp", "gen", "groups", "iat", "iss", "jti", "level", "prv", "roles",
                "sid", "sub", "tenant",
            ],
            claims.EnumerateObject().Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(TokenHost.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(TokenHost.Api, claims.GetProperty("aud").GetString());
        Assert.Equal("ada", claims.GetProperty("sub").GetString());
        Assert.Equal("cli", claims.GetProperty("client_id").GetString());
        Assert.Equal(reply.Json.GetProperty("sid").GetString(), claims.GetProperty("sid").GetString());
        Assert.Equal("[\"admin\",\"editor\"]", claims.GetProperty("roles").GetRawText());
        Assert.Equal("[\"pwd\"]", claims.GetProperty("amr").GetRawText());
        Assert.Equal(("t1", 3, true), (
            claims.GetProperty("tenant").GetString(), claims.GetProperty("level").GetInt32(), claims.GetProperty("beta").GetBoolean()));
    }

    [Fact]
    [Trait("Requirement", "TK-10")]
    public async Task It_is_good_for_fifteen_minutes_and_the_skew_of_a_clock()
    {
        TokenReply reply = await _host.SignInAsync();
        JsonElement claims = TokenHost.ClaimsOf(reply.Access);
        Assert.Equal(900, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(900, reply.Json.GetProperty("expires_in").GetInt32());

        _host.Clock.Advance(TimeSpan.FromMinutes(15) + SessionTokenDefaults.ClockSkew - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(reply.Access));
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task No_two_tokens_have_the_same_id()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply second = await _host.RefreshAsync(first.Refresh);

        Assert.NotEqual(
            TokenHost.ClaimsOf(first.Access).GetProperty("jti").GetString(),
            TokenHost.ClaimsOf(second.Access).GetProperty("jti").GetString());
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("exp")]
    [InlineData("gen")]
    [InlineData("prv")]
    [InlineData("roles")]
    public async Task An_app_cannot_set_what_the_library_sets(string name)
    {
        await using TokenHost host = await TokenHost.StartAsync(
            new TokenHostSettings { Tokens = tokens => tokens.SelectClaims = context => context.Add(name, "x") });

        Exception? exception = await Record.ExceptionAsync(() => host.SignInAsync());

        Assert.Contains($"'{name}' is set by the library", exception!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await host.Host.Manager.ListAsync("ada"));
    }

    [Fact]
    [Trait("Requirement", "LG-3")]
    public async Task Tokens_do_not_print_themselves_and_are_in_no_log()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply second = await _host.RefreshAsync(first.Refresh);
        await _host.RefreshAsync(second.Refresh[..^1]);
        await _host.CallAsync(second.Access + "x");

        Assert.All(
            (string[])[first.Refresh[4..], second.Refresh[4..], .. first.Access.Split('.'), .. second.Access.Split('.').Skip(1)],
            secret => Assert.DoesNotContain(
                _host.Host.Logs.Lines,
                line => line.Message.Contains(secret, StringComparison.Ordinal)
                    || line.Exception?.ToString().Contains(secret, StringComparison.Ordinal) == true));
        Assert.Equal("[redacted]", new AccessToken("x", "y", default, 0).ToString());
        Assert.Equal(
            $"{first.SessionId} [redacted]",
            new SessionTokens(first.SessionId, new AccessToken("x", "y", default, 0), "z").ToString());
    }
}

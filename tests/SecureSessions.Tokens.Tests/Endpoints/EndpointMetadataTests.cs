using Microsoft.AspNetCore.Http.Metadata;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Endpoints;

/// <summary>The OpenAPI metadata of the endpoints of tokens.</summary>
public sealed class EndpointMetadataTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("RefreshSessionTokens", "POST /session/tokens/token", "200 400 503")]
    [InlineData("RevokeSessionTokens", "POST /session/tokens/revoke", "200 400 503")]
    [InlineData("CreateAccessToken", "POST /session/tokens/access", "200 400 401 403 503")]
    [InlineData("IntrospectSessionToken", "POST /session/tokens/introspect", "200 400 401 403 503")]
    [InlineData("GetSessionTokenKeys", "GET /session/tokens/jwks", "200 503")]
    [InlineData("GetSessionTokenMetadata", "GET /.well-known/oauth-authorization-server", "200")]
    public void Each_endpoint_has_a_name_a_tag_a_summary_and_its_answers(string name, string route, string statuses)
    {
        DocumentedEndpoint endpoint = DocumentedEndpoint.Of(_host.Host, name);

        Assert.Equal((route, statuses), (endpoint.Route, endpoint.Statuses));
        Assert.Equal(["Session tokens"], endpoint.Tags);
        Assert.NotEmpty(endpoint.Summary);
        string description = endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description ?? "";
        Assert.Equal(
            route.StartsWith("POST", StringComparison.Ordinal),
            description.Contains("application/x-www-form-urlencoded", StringComparison.Ordinal));
    }
}

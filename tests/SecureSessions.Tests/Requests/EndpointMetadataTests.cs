using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Requests;

/// <summary>The OpenAPI metadata of the session endpoints.</summary>
public sealed class EndpointMetadataTests
{
    [Theory]
    [InlineData("GetSessionStatus", "GET /s/status", "200 503")]
    [InlineData("ExtendSession", "POST /s/extend", "200 403 503")]
    [InlineData("SignOutSession", "POST /s/sign-out", "200 403 503")]
    [InlineData("ListSessions", "GET /s/list", "200 401 503")]
    [InlineData("EndSession", "POST /s/end/{id}", "200 401 403 404 503")]
    [InlineData("EndOtherSessions", "POST /s/end-others", "200 401 403 503")]
    [InlineData("EndAllSessions", "POST /s/end-all", "200 401 403 503")]
    public async Task Each_session_endpoint_has_a_name_a_tag_and_its_answers(string name, string route, string statuses)
    {
        await using SessionHost host = await SessionHost.StartAsync(static app => app.MapSecureSessions("/s").WithMetadata("of the app"));

        DocumentedEndpoint endpoint = DocumentedEndpoint.Of(host, name);
        Assert.Equal((route, statuses), (endpoint.Route, endpoint.Statuses));
        Assert.Equal(["Session"], endpoint.Tags);
        Assert.NotEmpty(endpoint.Summary);
        Assert.Equal("of the app", endpoint.Metadata.GetMetadata<string>());
    }

    [Fact]
    public void Mapping_endpoints_without_AddSecureSessions_says_what_is_missing()
    {
        using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => app.MapSecureSessions());

        Assert.Contains("AddSecureSessions()", refused.Message, StringComparison.Ordinal);
    }
}

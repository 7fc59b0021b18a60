using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Xunit;

namespace SecureSessions.Tests.Authentication;

/// <summary>Which requests are redirected to the login page, and which are answered 401.</summary>
public sealed class ClientKindTests
{
    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "document")]
    [InlineData("text/html,*/*", "iframe")]
    [InlineData("text/html; blazor-enhanced-nav=on", "empty")]
    [InlineData("text/html, application/xhtml+xml", "empty")]
    [InlineData("*/*", "image")]
    [InlineData("*/*", null)]
    [InlineData(null, null)]
    public void A_browser_that_shows_the_answer_follows_a_redirect(string? accept, string? destination) =>
        Assert.True(Follows(accept, destination));

    [Theory]
    [InlineData("*/*", "empty")]
    [InlineData(null, "empty")]
    [InlineData("application/json", null)]
    [InlineData("application/json, text/plain, */*", "empty")]
    [InlineData("application/problem+json", null)]
    public void A_script_that_asks_for_no_page_is_not_redirected(string? accept, string? destination) =>
        Assert.False(Follows(accept, destination));

    [Fact]
    public void Metadata_of_the_endpoint_win_over_headers_of_the_request()
    {
        Assert.True(Follows("application/json", "empty", new AllowRedirect()));
        Assert.False(Follows("text/html", "document", new DisableRedirect()));
    }

    private static bool Follows(string? accept, string? destination, params object[] metadata)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Accept = accept;
        context.Request.Headers["Sec-Fetch-Dest"] = destination;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(metadata), null));
        return ClientKind.FollowsRedirects(context);
    }

    private sealed class AllowRedirect : IAllowCookieRedirectMetadata;

    private sealed class DisableRedirect : IDisableCookieRedirectMetadata;
}

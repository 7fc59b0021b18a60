using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>The modes of the cross-site check, in every order of authentication and sessions and on every server.</summary>
public sealed class CrossSiteModeTests
{
    private static readonly (string, string)[] FromAnotherSite = [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")];

    [Fact]
    [Trait("Requirement", "CS-7")]
    public async Task In_report_mode_a_request_goes_on_and_the_event_is_raised()
    {
        await using TransferApp app = await TransferApp.StartAsync(static options => options.CrossSite.Mode = CrossSiteMode.Report);

        Page page = await app.PostAsync("/members", FromAnotherSite);

        Assert.Equal((HttpStatusCode.OK, 1, "Sec-Fetch-Site,Origin"), (page.Status, app.Transfers, page.Header("Vary")));
        Assert.Equal("sec_fetch_site", Assert.Single(app.Host.Events.Of(SessionEventType.CrossSiteRefused)).Detail);
    }

    [Fact]
    [Trait("Requirement", "CS-7")]
    public async Task With_mode_Off_a_request_of_another_site_is_served()
    {
        await using TransferApp app = await TransferApp.StartAsync(static options => options.CrossSite.Mode = CrossSiteMode.Off);

        Page page = await app.PostAsync("/members", FromAnotherSite);

        Assert.Equal((HttpStatusCode.OK, 1, ""), (page.Status, app.Transfers, page.Header("Vary")));
        Assert.Empty(app.Host.Events.Of(SessionEventType.CrossSiteRefused));
    }

    [Fact]
    [Trait("Requirement", "CS-1")]
    public async Task In_strict_mode_a_client_that_names_no_origin_is_refused()
    {
        await using TransferApp app = await TransferApp.StartAsync(static options => options.CrossSite.Strict = true);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("/transfer", [])).Status);
        Assert.Equal("no_origin", Assert.Single(app.Host.Events.Of(SessionEventType.CrossSiteRefused)).Detail);
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/transfer", TransferApp.Headers("same-origin", null))).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/transfer", TransferApp.Headers(null, "https://localhost"))).Status);
    }

    [Theory]
    [Trait("Requirement", "CS-2")]
    [InlineData(true, ServerKind.TestServer)]
    [InlineData(true, ServerKind.KestrelHttp1)]
    [InlineData(true, ServerKind.KestrelHttp2)]
    [InlineData(false, ServerKind.TestServer)]
    [InlineData(false, ServerKind.KestrelHttp1)]
    [InlineData(false, ServerKind.KestrelHttp2)]
    public async Task A_request_of_another_site_is_refused_in_any_order_of_authentication_and_sessions(
        bool authenticationFirst, ServerKind server)
    {
        await using TransferApp app = await TransferApp.StartAsync(kind: server, authenticationFirst: authenticationFirst);

        Page refused = await app.PostAsync("/members", FromAnotherSite);
        Page allowed = await app.PostAsync("/members", TransferApp.Headers(null, app.Host.BaseAddress.GetLeftPart(UriPartial.Authority)));

        Assert.Equal((HttpStatusCode.Forbidden, "", "no-store"), (refused.Status, refused.Body, refused.Header("Cache-Control")));
        Assert.Equal((HttpStatusCode.OK, 1), (allowed.Status, app.Transfers));
        Assert.Single(app.Host.Events.Of(SessionEventType.CrossSiteRefused));
    }
}

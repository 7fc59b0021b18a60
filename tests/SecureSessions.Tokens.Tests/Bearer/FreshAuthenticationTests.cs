using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Bearer;

/// <summary>Guards of a fresh authentication read the access token where there is one.</summary>
[Trait("Requirement", "SU-4")]
public sealed class FreshAuthenticationTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_guard_by_age_admits_a_client_until_its_authentication_is_too_old()
    {
        TokenReply reply = await _host.SignInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(reply.Access, "/api/fresh"));
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        Page refused = await _host.CallAsync((await _host.RefreshAsync(reply.Refresh)).Access, "/api/fresh");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"A more recent authentication is required\", "
            + "max_age=\"300\"",
            refused.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_guard_by_level_admits_a_client_after_a_step_up()
    {
        TokenReply reply = await _host.SignInAsync();

        Page refused = await _host.CallAsync(reply.Access, "/api/strong");
        TokenReply steppedUp = await TokenHost.ReadAsync(await _host.Client.PostAsync($"/step-up?token={reply.Refresh}", content: null));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Contains("acr_values=\"aal2\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal("strong", (await _host.CallAsync(steppedUp.Access, "/api/strong")).Body);
    }

    [Fact]
    public async Task A_guard_by_role_is_answered_403_as_ever()
    {
        Page refused = await _host.CallAsync((await _host.SignInAsync()).Access, "/api/admin");

        Assert.Equal((HttpStatusCode.Forbidden, ""), (refused.Status, refused.Header("WWW-Authenticate")));
    }

    [Fact]
    public async Task The_session_of_a_browser_is_no_access_token()
    {
        using Browser browser = _host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/fresh")).Status);
    }
}

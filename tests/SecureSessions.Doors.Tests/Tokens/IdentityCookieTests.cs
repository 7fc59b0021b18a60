using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SecureSessions.Doors.Tests.Identity;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>An app whose users come with browsers and with clients without cookies.</summary>
public sealed class IdentityCookieTests
{
    [Fact]
    public async Task The_cookie_of_the_same_login_is_a_session_beside_that_of_the_client()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        using Browser browser = await SignInAsync(api);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/manage/info")).Status);
        Assert.Equal(200, await api.StatusAsync(tokens.Access));
        Assert.Equal(2, (await api.SessionsAsync()).Count);
    }

    [Fact]
    public async Task A_refresh_that_is_refused_leaves_the_session_of_the_cookie_beside_it_alone()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        await api.WithUsersAsync(static (users, user) => users.UpdateSecurityStampAsync(user));
        using Browser browser = await SignInAsync(api);

        Page page = await browser.SendAsync(
            HttpMethod.Post,
            "/refresh",
            JsonContent.Create(new { refreshToken = tokens.Refresh }, options: JsonSerializerOptions.Web),
            ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/manage/info")).Status);
        Assert.False(Assert.Single(await api.SessionsAsync()).ClientName is not null);
    }

    private static async Task<Browser> SignInAsync(IdentityApi api)
    {
        Browser browser = api.Host.NewBrowser();
        Page page = await browser.SendAsync(HttpMethod.Post, "/login?useCookies=true", JsonContent.Create(
            new { email = IdentityApi.User, password = IdentityApp.Password }, options: JsonSerializerOptions.Web));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return browser;
    }
}

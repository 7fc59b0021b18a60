using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using SecureSessions.Doors.Tests.Identity;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>The endpoints of ASP.NET Core Identity, as they are, sign clients in to sessions of their own.</summary>
public sealed class IdentityApiTests
{
    public static TheoryData<bool, bool> Setups => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task The_login_answers_as_ever_and_begins_a_session_that_is_listed(bool isCore, bool verbFirst)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore, VerbFirst = verbFirst });
        api.Client.DefaultRequestHeaders.Add("X-Device", "Ada's phone");

        using HttpResponseMessage response = await api.LogInAsync(IdentityApp.Password);

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        AccessTokenResponse tokens = (await response.Content.ReadFromJsonAsync<AccessTokenResponse>(JsonSerializerOptions.Web))!;
        Assert.Equal(("Bearer", 900L), (tokens.TokenType, tokens.ExpiresIn));
        Assert.StartsWith("srt_", tokens.RefreshToken, StringComparison.Ordinal);
        using HttpResponseMessage info = await api.SendAsync(HttpMethod.Get, "/manage/info", tokens.AccessToken);
        Assert.Contains(IdentityApi.User, await info.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        UserSession session = Assert.Single(await api.SessionsAsync());
        Assert.Equal("Ada's phone", session.ClientName);
        Assert.Equal(["pwd"], session.Authentication!.Methods);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_password_begins_nothing(bool isCore)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore });

        using HttpResponseMessage response = await api.LogInAsync("wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await api.SessionsAsync());
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("Requirement", "TK-6")]
    public async Task A_client_of_that_API_refreshes_where_it_always_has_or_by_a_form(bool isCore, bool verbFirst)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore, VerbFirst = verbFirst });
        IdentityTokens tokens = await api.LogInAsync();
        for (int i = 0; i < 3; i++)
        {
            api.Host.Clock.Advance(TimeSpan.FromMinutes(16));
            Assert.Equal(401, await api.StatusAsync(tokens.Access));
            IdentityTokens next = await IdentityTokens.ReadAsync(await api.RefreshAsync(tokens.Refresh));
            Assert.NotEqual(tokens.Refresh, next.Refresh);
            Assert.Equal(200, await api.StatusAsync(next.Access));
            tokens = next;
        }

        using HttpResponseMessage form = await api.RefreshByFormAsync(tokens.Refresh);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Single(await api.SessionsAsync());
        Assert.Empty(api.Host.Events.Of(SessionEventType.Refreshed));
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task A_refresh_token_that_is_used_again_after_its_successor_ends_the_session()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens first = await api.LogInAsync();
        IdentityTokens second = await IdentityTokens.ReadAsync(await api.RefreshAsync(first.Refresh));
        Assert.Equal(200, await api.StatusAsync(second.Access));
        api.Host.Clock.Advance(TimeSpan.FromMinutes(2));

        using HttpResponseMessage reuse = await api.RefreshAsync(first.Refresh);

        Assert.Equal(HttpStatusCode.Unauthorized, reuse.StatusCode);
        Assert.Equal(401, await api.StatusAsync(second.Access));
        Assert.Single(api.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_said_so_the_endpoint_of_Identity_refuses_and_leaves_the_token_good(bool isCore)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore, Refreshes = false });
        IdentityTokens tokens = await api.LogInAsync();

        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using HttpResponseMessage form = await api.RefreshByFormAsync(tokens.Refresh);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("srt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(null)]
    public async Task What_is_no_refresh_token_is_refused(string? token)
    {
        await using IdentityApi api = await IdentityApi.StartAsync();

        using HttpResponseMessage refused = await api.RefreshAsync(token!);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_out_of_the_scheme_ends_the_session_of_the_client(bool isCore)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore });
        IdentityTokens tokens = await api.LogInAsync();
        IdentityTokens other = await api.LogInAsync();

        using HttpResponseMessage response = await api.SendAsync(HttpMethod.Post, "/sign-out", tokens.Access);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((401, 200), (await api.StatusAsync(tokens.Access), await api.StatusAsync(other.Access)));
        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Single(api.Host.Events.Of(SessionEventType.LoggedOut));
        Assert.Single(api.Host.Events.Of(SessionEventType.TokenRevoked));
    }

    [Fact]
    public async Task A_sign_out_of_nobody_ends_nothing()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        await api.LogInAsync();

        using HttpResponseMessage response = await api.SendAsync(HttpMethod.Post, "/sign-out", accessToken: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(await api.SessionsAsync());
    }

    [Fact]
    public async Task A_sign_out_that_cannot_look_the_session_up_is_answered_503_and_is_no_sign_out()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        api.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        using HttpResponseMessage response = await api.SendAsync(HttpMethod.Post, "/sign-out", tokens.Access);
        api.Host.Store.Heal();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(200, await api.StatusAsync(tokens.Access));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_that_was_reset_ends_the_session_of_the_client_at_its_next_refresh(bool isCore)
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new() { IsCore = isCore });
        IdentityTokens tokens = await api.LogInAsync();
        await api.WithUsersAsync(static (users, user) => users.UpdateSecurityStampAsync(user));

        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(401, await api.StatusAsync(tokens.Access));
        Assert.Empty(await api.SessionsAsync());
        Assert.Equal(SessionEndReason.Revoked, Assert.Single(api.Host.Events.Of(SessionEventType.Expired)).Reason);
    }

    [Fact]
    public async Task So_it_does_with_a_client_that_the_app_has_signed_in_itself()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await IdentityTokens.ReadAsync(await api.PostAsync("/enter", new { }));
        tokens = await IdentityTokens.ReadAsync(await api.RefreshAsync(tokens.Refresh));
        await api.WithUsersAsync(static (users, user) => users.UpdateSecurityStampAsync(user));

        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Empty(await api.SessionsAsync());
    }

    [Fact]
    public async Task A_new_role_reaches_the_client_at_its_next_refresh_or_at_once_where_it_is_asked_for()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        await api.InScopeAsync<RoleManager<IdentityRole>, IdentityResult>(static roles => roles.CreateAsync(new IdentityRole("admin")));
        string user = await api.WithUsersAsync(static async (users, user) =>
        {
            await users.AddToRoleAsync(user, "admin");
            return user.Id;
        });

        Assert.Equal("False", await AdminAsync(api, tokens));
        tokens = await IdentityTokens.ReadAsync(await api.RefreshAsync(tokens.Refresh));
        Assert.Equal("True", await AdminAsync(api, tokens));

        await api.WithUsersAsync(static (users, user) => users.RemoveFromRoleAsync(user, "admin"));
        await api.Host.Manager.RequireRefreshAsync(user);
        Assert.Equal(401, await api.StatusAsync(tokens.Access, "/admin"));
        tokens = await IdentityTokens.ReadAsync(await api.RefreshAsync(tokens.Refresh));
        Assert.Equal("False", await AdminAsync(api, tokens));
    }

    [Fact]
    public async Task A_database_of_users_that_does_not_answer_at_a_refresh_ends_no_session()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        string user = await api.WithUsersAsync(static (_, user) => Task.FromResult(user.Id));
        await api.LoseUsersAsync();

        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Single(await api.Host.Manager.ListAsync(user));
    }

    [Fact]
    public async Task While_the_store_is_down_a_refresh_is_answered_503_and_leaves_the_token_good()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();
        api.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        using HttpResponseMessage refused = await api.RefreshAsync(tokens.Refresh);
        api.Host.Store.Heal();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        await IdentityTokens.ReadAsync(await api.RefreshAsync(tokens.Refresh));
    }

    [Fact]
    public async Task While_the_store_is_down_a_login_is_answered_503_and_signs_nobody_in()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        api.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        using HttpResponseMessage response = await api.LogInAsync(IdentityApp.Password);
        api.Host.Store.Heal();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(await api.SessionsAsync());
    }

    [Fact]
    public async Task A_login_beyond_the_limit_is_refused_with_409()
    {
        await using IdentityApi api = await IdentityApi.StartAsync(new()
        {
            Sessions = static options =>
            {
                options.MaxSessionsPerUser = 1;
                options.SessionLimit = SessionLimitBehavior.RefuseNew;
            },
        });
        await api.LogInAsync();

        using HttpResponseMessage response = await api.LogInAsync(IdentityApp.Password);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Single(await api.SessionsAsync());
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_the_properties_of_an_access_token()
    {
        await using IdentityApi api = await IdentityApi.StartAsync();
        IdentityTokens tokens = await api.LogInAsync();

        using HttpResponseMessage response = await api.SendAsync(HttpMethod.Post, "/sign-in-again", tokens.Access);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("RequireRefreshAsync", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await api.SessionsAsync());
    }

    private static async Task<string> AdminAsync(IdentityApi api, IdentityTokens tokens)
    {
        using HttpResponseMessage response = await api.SendAsync(HttpMethod.Get, "/admin", tokens.Access);
        return await response.Content.ReadAsStringAsync();
    }
}

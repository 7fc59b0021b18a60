using System.Net;
using System.Text.Json;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>A change of privileges after which the user of a client without cookies has to authenticate again.</summary>
[Trait("Requirement", "RG-1")]
public sealed class ReauthenticationTests : IAsyncLifetime
{
    private readonly RoleBook _book = new();
    private TokenHost _host = null!;

    [Fact]
    [Trait("Requirement", "SU-4")]
    public async Task No_access_token_passes_a_guard_until_the_client_has_stepped_up()
    {
        TokenReply before = await _host.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(before.Access, "/api/fresh"));

        await DemandAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(before.Access, "/api/fresh"));
        TokenReply refreshed = await _host.RefreshAsync(before.Refresh);

        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(refreshed.Access, "/api/admin"));
        AssertTellsOfNoAuthentication(refreshed.Access);
        Assert.StartsWith(
            "Bearer error=\"insufficient_user_authentication\"",
            (await _host.CallAsync(refreshed.Access, "/api/fresh")).Header("WWW-Authenticate"),
            StringComparison.Ordinal);
        TokenReply steppedUp = await StepUpAsync(refreshed.Refresh);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(steppedUp.Access, "/api/strong"));
    }

    [Fact]
    public async Task The_demand_outlives_rotations_and_a_step_up_without_a_refresh_before_meets_it()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply other = await _host.SignInAsync();
        await DemandAsync();
        TokenReply reply = await _host.RefreshAsync(first.Refresh);
        for (int i = 0; i < 3; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(5));
            reply = await _host.RefreshAsync(reply.Refresh);
        }

        AssertTellsOfNoAuthentication(reply.Access);
        TokenReply steppedUp = await StepUpAsync(other.Refresh);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(steppedUp.Access, "/api/strong"));
    }

    [Fact]
    public async Task A_step_up_that_began_before_the_demand_does_not_meet_it()
    {
        TokenReply reply = await _host.SignInAsync();
        bool isFirst = true;
        _host.Host.Store.Before = async operation =>
        {
            if (operation != StoreOperation.Replace || !isFirst)
                return;

            isFirst = false;
            await DemandAsync();
            await _host.RefreshAsync(reply.Refresh);
        };

        TokenReply steppedUp = await StepUpAsync(reply.Refresh);

        Assert.False(isFirst);
        AssertTellsOfNoAuthentication(steppedUp.Access);
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(steppedUp.Access, "/api/strong"));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync((await StepUpAsync(steppedUp.Refresh)).Access, "/api/strong"));
    }

    public async Task InitializeAsync()
    {
        _book.Give("ada", "admin");
        _host = await TokenHost.StartAsync(new TokenHostSettings { ConfigureSessions = _book.AddTo });
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    private Task<int> DemandAsync() => _host.Host.Manager.RequireRefreshAsync("ada", reauthenticate: true);

    private async Task<TokenReply> StepUpAsync(string token) =>
        await TokenHost.ReadAsync(await _host.Client.PostAsync($"/step-up?token={token}", content: null));

    private static void AssertTellsOfNoAuthentication(string token)
    {
        JsonElement claims = TokenHost.ClaimsOf(token);
        Assert.All(["auth_time", "acr", "amr"], name => Assert.False(claims.TryGetProperty(name, out _)));
    }
}

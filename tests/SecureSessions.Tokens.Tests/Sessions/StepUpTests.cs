using System.Net;
using System.Text.Json;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

public sealed class StepUpTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_step_up_is_in_the_access_token_and_all_tokens_before_are_dead_at_once()
    {
        TokenReply before = await _host.SignInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        TokenReply after = await StepUpAsync(before.Refresh);

        JsonElement claims = TokenHost.ClaimsOf(after.Access);
        Assert.Equal(("aal2", "otp"), (claims.GetProperty("acr").GetString(), claims.GetProperty("amr")[0].GetString()));
        Assert.Equal(60, AuthenticationOf(after).Time - AuthenticationOf(before).Time);
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(before.Access));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(after.Access));
        Assert.Equal("aal2", Assert.Single(_host.Host.Events.Of(SessionEventType.SteppedUp)).Detail);
    }

    [Fact]
    public async Task A_token_that_was_stepped_up_from_is_used_by_a_thief_only()
    {
        TokenReply before = await _host.SignInAsync();
        TokenReply after = await StepUpAsync(before.Refresh);

        Assert.Equal("invalid_grant", (await _host.RefreshAsync(before.Refresh)).Error);

        Assert.Single(_host.Host.Events.Of(SessionEventType.TokenReused));
        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(after.Access));
    }

    [Fact]
    public async Task An_access_token_that_tells_of_a_step_up_does_not_outlive_it()
    {
        TokenReply steppedUp = await StepUpAsync((await _host.SignInAsync()).Refresh);
        _host.Clock.Advance(SecureSessionDefaults.StepUpLifetime - TimeSpan.FromMinutes(2));
        TokenReply late = await _host.RefreshAsync(steppedUp.Refresh);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        TokenReply after = await _host.RefreshAsync(late.Refresh);

        Assert.Equal(120, late.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("aal2", TokenHost.ClaimsOf(late.Access).GetProperty("acr").GetString());
        Assert.Equal("aal1", TokenHost.ClaimsOf(after.Access).GetProperty("acr").GetString());
        Assert.Equal(900, after.Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "SU-5")]
    public async Task Ten_refreshes_move_neither_the_time_nor_the_level_of_the_authentication()
    {
        TokenReply reply = await _host.SignInAsync();
        (long, string?) before = AuthenticationOf(reply);
        for (int i = 0; i < 10; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(15));
            reply = await _host.RefreshAsync(reply.Refresh);
        }

        Assert.Equal(before, AuthenticationOf(reply));
    }

    [Fact]
    public async Task A_token_that_is_none_is_stepped_up_to_nothing() => Assert.Equal("invalid_grant", (await StepUpAsync("srt_x")).Error);

    private static (long Time, string? Level) AuthenticationOf(TokenReply reply)
    {
        JsonElement claims = TokenHost.ClaimsOf(reply.Access);
        return (claims.GetProperty("auth_time").GetInt64(), claims.GetProperty("acr").GetString());
    }

    private async Task<TokenReply> StepUpAsync(string token) =>
        await TokenHost.ReadAsync(await _host.Client.PostAsync($"/step-up?token={token}", content: null));
}

using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

public sealed class RevocationTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_client_that_gives_its_token_back_has_signed_out()
    {
        TokenReply reply = await _host.SignInAsync();

        Assert.Equal(HttpStatusCode.OK, (await _host.RevokeAsync(reply.Refresh)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, await _host.StatusAsync(reply.Access));
        Assert.Equal("invalid_grant", (await _host.RefreshAsync(reply.Refresh)).Error);
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(await _host.Host.Manager.HistoryAsync("ada")).Reason);
        SecureSessionEvent revoked = Assert.Single(_host.Host.Events.Of(SessionEventType.TokenRevoked));
        Assert.Equal(("ada", reply.SessionId), (revoked.UserId, revoked.SessionId));
        Assert.Equal("/session/tokens/revoke", revoked.Origin.Path);
        Assert.Single(_host.Host.Events.Of(SessionEventType.LoggedOut));
    }

    [Fact]
    public async Task So_has_one_whose_last_answer_was_lost()
    {
        TokenReply first = await _host.SignInAsync();
        TokenReply lost = await _host.RefreshAsync(first.Refresh);

        await _host.RevokeAsync(first.Refresh);

        Assert.Equal("invalid_grant", (await _host.RefreshAsync(lost.Refresh)).Error);
        Assert.Empty(_host.Host.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    public async Task It_may_do_so_twice()
    {
        TokenReply reply = await _host.SignInAsync();
        await _host.RevokeAsync(reply.Refresh);

        Assert.Equal(HttpStatusCode.OK, (await _host.RevokeAsync(reply.Refresh)).Status);
        Assert.Single(_host.Host.Events.Of(SessionEventType.TokenRevoked));
    }

    [Fact]
    public async Task A_copy_that_arrives_long_after_the_sign_out_is_reported()
    {
        TokenReply reply = await _host.SignInAsync();
        await _host.RevokeAsync(reply.Refresh);
        await _host.RefreshAsync(reply.Refresh);
        Assert.Empty(_host.Host.Events.Of(SessionEventType.UsedAfterExpire));
        _host.Clock.Advance(SecureSessionDefaults.LagWindow);

        await _host.RefreshAsync(reply.Refresh);

        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(_host.Host.Events.Of(SessionEventType.UsedAfterExpire)).Reason);
    }
}

using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

/// <summary>A client that is told 400 or 401 throws its tokens away, so neither is said because the store is down.</summary>
public sealed class StoreFailureTests : IAsyncLifetime
{
    private TokenHost _host = null!;

    public async Task InitializeAsync() => _host = await TokenHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    [InlineData(StoreFault.Hangs)]
    public async Task A_refresh_is_answered_503_and_leaves_the_token_as_good_as_before(StoreFault fault)
    {
        TokenReply reply = await _host.SignInAsync();
        _host.Host.Store.Fail(fault, StoreOperation.Find);

        TokenReply failed = await _host.Host.WhileTimePassesAsync(_host.RefreshAsync(reply.Refresh));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (failed.Status, failed.Page.Header("Retry-After")));
        Assert.Equal("no-store", failed.Page.Header("Cache-Control"));
        _host.Host.Store.Heal();
        Assert.Equal(HttpStatusCode.OK, (await _host.RefreshAsync(reply.Refresh)).Status);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    public async Task A_rotation_that_cannot_be_written_gives_an_access_token_and_the_same_refresh_token(StoreFault fault)
    {
        TokenReply first = await _host.SignInAsync();
        _host.Host.Store.Fail(fault, StoreOperation.Replace);

        TokenReply reply = await _host.RefreshAsync(first.Refresh);

        Assert.Equal((HttpStatusCode.OK, first.Refresh), (reply.Status, reply.Refresh));
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(reply.Access));
        _host.Host.Store.Heal();
        _host.Clock.Advance(TimeSpan.FromDays(1));
        TokenReply next = await _host.RefreshAsync(reply.Refresh);
        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.NotEqual(first.Refresh, next.Refresh);
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(next.Access));
    }

    [Fact]
    public async Task The_check_of_an_api_is_answered_503_and_goes_on_when_the_store_is_back()
    {
        TokenReply reply = await _host.SignInAsync();
        _host.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        Page failed = await _host.CallAsync(reply.Access);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (failed.Status, failed.Header("Retry-After")));
        Assert.Equal("", failed.Header("WWW-Authenticate"));
        _host.Host.Store.Heal();
        Assert.Equal(HttpStatusCode.OK, await _host.StatusAsync(reply.Access));
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_a_sign_in_that_the_store_failed_at()
    {
        _host.Host.Store.Fail(StoreFault.ThrowsAfterDoing, StoreOperation.Create);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _host.SignInAsync()).Status);

        _host.Host.Store.Heal();
        await Poll.UntilAsync(async () => (await _host.Host.Manager.ListAsync("ada")).Count == 0, "the session is rolled back");
        Assert.Equal("sign_in", Assert.Single(_host.Host.Events.Of(SessionEventType.CommitFailed)).Detail);
    }

    [Theory]
    [InlineData("/session/tokens/revoke")]
    [InlineData("/session/tokens/introspect")]
    public async Task A_revocation_and_an_introspection_are_answered_503(string path)
    {
        TokenReply reply = await _host.SignInAsync();
        _host.Host.Store.Fail(StoreFault.ThrowsAtOnce);

        TokenReply failed = path.EndsWith("revoke", StringComparison.Ordinal)
            ? await _host.RevokeAsync(reply.Refresh)
            : await _host.IntrospectAsync(reply.Access);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (failed.Status, failed.Error));
    }

    [Fact]
    public async Task A_refresh_costs_two_calls_to_the_store_and_a_check_one()
    {
        TokenReply reply = await _host.SignInAsync();
        _host.Host.Store.ForgetCalls();
        reply = await _host.RefreshAsync(reply.Refresh);
        Assert.Equal([StoreOperation.Find, StoreOperation.Replace], _host.Host.Store.Calls);

        _host.Host.Store.ForgetCalls();
        await _host.CallAsync(reply.Access);
        Assert.Equal([StoreOperation.Find], _host.Host.Store.Calls);
    }
}

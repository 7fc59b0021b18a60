using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Privileges;

/// <summary>No IPrincipalRefresher is registered.</summary>
public sealed class MissingRefresherTests
{
    [Fact]
    public async Task RequireRefreshAsync_without_a_refresher_says_what_to_register_and_marks_nothing()
    {
        await using SessionHost host = await SessionHost.StartAsync(RoleBook.Map);
        Browser[] browsers = await host.SignInAsync("alice");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Manager.RequireRefreshAsync("alice"));

        Assert.Contains("AddPrincipalRefresher<T>()", error.Message, StringComparison.Ordinal);
        Assert.Equal(["alice"], await browsers.AskAsync("/who"));
        Assert.Empty(host.Events.Of(SessionEventType.RefreshRequired));
    }

    [Fact]
    public async Task A_session_that_another_node_has_marked_is_ended_and_the_log_says_once_why()
    {
        await using SessionHost host = await SessionHost.StartAsync(RoleBook.Map);
        Browser[] browsers = await host.SignInAsync("alice", "alice");
        foreach (Browser browser in browsers)
            await host.Store.Inner.MarkAsync(browser.SessionId(), reauthenticate: false, CancellationToken.None);

        Assert.Equal(["nobody", "nobody"], await browsers.AskAsync("/who"));

        Assert.All(host.Events.Of(SessionEventType.Expired), static ended => Assert.Equal(SessionEndReason.Revoked, ended.Reason));
        Assert.Contains(
            "AddPrincipalRefresher<T>()", Assert.Single(host.Logs.Of("session_refresher_missing")).Message, StringComparison.Ordinal);
    }
}

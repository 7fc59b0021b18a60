using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>What the library keeps of a user is erased, and nothing brings it back.</summary>
[Trait("Requirement", "ST-11")]
public sealed class ForgettingTests : IAsyncLifetime
{
    private SessionHost _host = null!;

    [Fact]
    public async Task Sessions_history_and_devices_are_gone_and_those_of_others_stay()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice", "bob", "bob");
        await browsers[1].GetAsync("/sign-out");
        await browsers[3].GetAsync("/sign-out");

        Assert.Equal(1, await _host.Manager.ForgetUserAsync("alice"));

        Assert.Equal(["nobody", "nobody", "bob", "nobody"], await browsers.AskAsync("/who"));
        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
        Assert.Equal((1, 1, 1), await KeptAsync("bob"));
    }

    [Fact]
    public async Task Nothing_comes_back_when_the_deadlines_of_the_sessions_come()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice", "alice");
        await browsers[0].GetAsync("/sign-out");
        await _host.Manager.EndAsync("alice", browsers[1].SessionId());

        await _host.Manager.ForgetUserAsync("alice");
        foreach (TimeSpan pause in (TimeSpan[])[SecureSessionDefaults.IdleTimeout, SecureSessionDefaults.AbsoluteTimeout])
        {
            _host.Clock.Advance(pause + SecureSessionDefaults.TombstoneRetention);
            _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
        }

        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
    }

    [Fact]
    public async Task A_timeout_that_was_not_processed_yet_is_reported_and_leaves_no_history()
    {
        _host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        await _host.SignInAsync("alice");
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);

        Assert.Equal(0, await _host.Manager.ForgetUserAsync("alice"));
        _host.Store.Heal();
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);

        Assert.Equal(SessionEndReason.IdleTimeout, Assert.Single(_host.Events.Of(SessionEventType.Expired)).Reason);
        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
    }

    [Theory]
    [InlineData(StoreOperation.Create)]
    [InlineData(StoreOperation.RememberDevice)]
    public async Task A_sign_in_that_is_under_way_is_ended_and_leaves_nothing(StoreOperation operation)
    {
        using Browser browser = _host.NewBrowser();
        var hold = new Hold();
        _host.Store.Before = call => call == operation ? hold.WaitAsync() : Task.CompletedTask;
        Task<Page> signIn = browser.GetAsync("/sign-in/alice");
        await hold.Reached;

        await _host.Manager.ForgetUserAsync("alice");
        hold.Release();
        await signIn;

        _host.Store.Before = null;
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
    }

    [Fact]
    public async Task An_end_that_is_under_way_leaves_nothing()
    {
        Browser browser = (await _host.SignInAsync("alice"))[0];
        var hold = new Hold();
        int removes = 0;
        _host.Store.Before = call =>
            call == StoreOperation.Remove && Interlocked.Increment(ref removes) == 1 ? hold.WaitAsync() : Task.CompletedTask;
        Task<Page> signOut = browser.GetAsync("/sign-out");
        await hold.Reached;

        await _host.Manager.ForgetUserAsync("alice");
        hold.Release();
        await signOut;

        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
    }

    [Fact]
    public async Task What_the_user_does_afterwards_is_kept_as_of_any_user()
    {
        await _host.SignInAsync("alice");
        await _host.Manager.ForgetUserAsync("alice");
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        Browser[] browsers = await _host.SignInAsync("alice", "alice");
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        await browsers[0].GetAsync("/sign-out");

        Assert.Equal((1, 1, 1), await KeptAsync("alice"));
        Assert.False(_host.Events.Of(SessionEventType.Created)[^1].IsNewDevice);
    }

    [Fact]
    [Trait("Requirement", "LG-2")]
    public async Task The_tombstone_still_tells_a_cookie_that_is_used_afterwards_why()
    {
        Browser browser = (await _host.SignInAsync("alice"))[0];

        await _host.Manager.ForgetUserAsync("alice");

        Assert.Equal("Revoked", (await browser.GetAsync("/why")).Body);
    }

    [Fact]
    [Trait("Requirement", "LG-6")]
    public async Task The_event_says_who_erased()
    {
        await _host.SignInAsync("alice");

        await _host.Manager.ForgetUserAsync("alice", actor: "root");

        SecureSessionEvent forgotten = Assert.Single(_host.Events.Of(SessionEventType.UserForgotten));
        Assert.Equal(("alice", "root", null), (forgotten.UserId, forgotten.Actor, forgotten.SessionId));
        Assert.Equal("root", Assert.Single(_host.Events.Of(SessionEventType.Expired)).Actor);
        Assert.Single(_host.Logs.Of("session_user_forgotten"));
    }

    [Theory]
    [InlineData(StoreOperation.End)]
    [InlineData(StoreOperation.Remove)]
    [InlineData(StoreOperation.ForgetUser)]
    [Trait("Requirement", "ST-5")]
    public async Task A_store_that_fails_is_told_to_the_caller_and_the_next_call_erases(StoreOperation operation)
    {
        await _host.SignInAsync("alice");
        _host.Store.Fail(StoreFault.ThrowsAtOnce, operation);
        await Assert.ThrowsAsync<SecureSessionStoreException>(() => _host.Manager.ForgetUserAsync("alice"));
        Assert.Empty(_host.Events.Of(SessionEventType.UserForgotten));
        _host.Store.Heal();

        await _host.Manager.ForgetUserAsync("alice");

        Assert.Equal((0, 0, 0), await KeptAsync("alice"));
        Assert.Single(_host.Events.Of(SessionEventType.Expired));
        Assert.Single(_host.Events.Of(SessionEventType.UserForgotten));
    }

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(SmallApp.Map);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    /// <summary>How many sessions, ended sessions and devices are kept of a user.</summary>
    private async Task<(int Sessions, int Past, int Devices)> KeptAsync(string userId)
    {
        var index = _host.Services.GetRequiredService<ISecureSessionIndex>();
        int listed = (await index.ListAsync(userId, CancellationToken.None)).Count;
        int past = (await _host.Manager.HistoryAsync(userId)).Count;
        var probe = new KnownDevice("probe", Network: null, DateTimeOffset.UnixEpoch);
        int devices = (await index.RememberDeviceAsync(userId, probe, CancellationToken.None)).Count(one => one.Device != probe.Device);
        return (listed, past, devices);
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>The page of devices: which sessions a user has and had.</summary>
public sealed class UserSessionListTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_list_shows_every_session_of_the_user_and_the_one_used_last_first()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice", "bob");
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await browsers[0].GetAsync("/who");

        IReadOnlyList<UserSession> sessions = await _host.Manager.ListAsync("alice");

        Assert.Equal([browsers[0].SessionId(), browsers[1].SessionId()], sessions.Select(static session => session.Id));
        Assert.Equal(TimeSpan.FromMinutes(1), sessions[0].LastSeenAt - sessions[0].CreatedAt);
        Assert.Equal(SecureSessionDefaults.IdleTimeout, sessions[0].ExpiresAt - sessions[0].LastSeenAt);
        Assert.Equal(SecureSessionDefaults.AbsoluteTimeout, sessions[1].AbsoluteExpiresAt - sessions[1].CreatedAt);
        Assert.DoesNotContain(sessions, static session => session.IsCurrent);
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task The_list_marks_the_session_of_the_request()
    {
        Browser[] browsers = await _host.SignInAsync("alice", "alice");

        IReadOnlyList<UserSession> sessions = await _script.AskAsync(
            browsers[1], static context => Manager(context).ListAsync("alice", context.GetSecureSession()));

        Assert.Equal(browsers[1].SessionId(), Assert.Single(sessions, static session => session.IsCurrent).Id);
        Assert.Equal(2, sessions.Count);
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task Reading_the_list_is_no_activity()
    {
        await _host.SignInAsync("alice");
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        UserSession session = Assert.Single(await _host.Manager.ListAsync("alice"));

        UserSession again = Assert.Single(await _host.Manager.ListAsync("alice"));
        Assert.Equal((session.Id, session.LastSeenAt, session.ExpiresAt), (again.Id, again.LastSeenAt, again.ExpiresAt));
        Assert.Equal(session.CreatedAt, session.LastSeenAt);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("{0}{0}{0}")]
    [InlineData("{0}{0}AAAAAAAAAAAAAAAAAAAA")]
    [InlineData("\"{0}\"")]
    [InlineData("{0}; __Host-id={0}")]
    [InlineData("{0}==")]
    [InlineData(" {0}")]
    [Trait("Requirement", "MS-1")]
    public async Task Nothing_on_the_list_signs_anybody_in_when_it_is_sent_as_a_cookie(string cookie)
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        using Browser forger = _host.NewBrowser();
        string id = Assert.Single(await _host.Manager.ListAsync("alice")).Id.ToString();

        forger.Token = string.Format(CultureInfo.InvariantCulture, cookie, id);

        Assert.Equal("nobody", (await forger.GetAsync("/who")).Body);
        Assert.Equal("alice", (await browsers[0].GetAsync("/who")).Body);
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/sign-in/bob")]
    [InlineData("/end")]
    [Trait("Requirement", "MS-4")]
    public async Task An_ended_session_is_in_the_history_and_not_on_the_list(string end)
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        SessionId id = browsers[0].SessionId();
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await browsers[0].GetAsync(end);

        PastSession past = Assert.Single(await _host.Manager.HistoryAsync("alice"));

        Assert.Empty(await _host.Manager.ListAsync("alice"));
        Assert.Equal((id, end == "/sign-in/bob" ? SessionEndReason.Replaced : SessionEndReason.SignedOut), (past.Id, past.Reason));
        Assert.Equal(TimeSpan.FromMinutes(1), past.EndedAt - past.CreatedAt);
    }

    [Fact]
    [Trait("Requirement", "MS-4")]
    public async Task An_expired_session_is_never_shown_and_leaves_the_list()
    {
        await _host.SignInAsync("alice");
        _host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.LeaseDue);
        _host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        Assert.Single(await _host.Store.InnerIndex.ListAsync("alice", default));
        Assert.Empty(await _host.Manager.ListAsync("alice"));
        Assert.Empty(_host.Events.Of(SessionEventType.Expired));

        _host.Store.Heal();
        _host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);

        Assert.Equal(SessionEndReason.IdleTimeout, Assert.Single(await _host.Manager.HistoryAsync("alice")).Reason);
        Assert.Single(_host.Events.Of(SessionEventType.Expired));
        Assert.Empty(await _host.Store.InnerIndex.ListAsync("alice", default));
    }

    [Fact]
    [Trait("Requirement", "MS-4")]
    public async Task Reading_the_list_removes_an_ended_session_that_is_still_on_it()
    {
        Browser[] browsers = await _host.SignInAsync("alice");
        _host.Store.Fail(StoreFault.ThrowsAtOnce, StoreOperation.Remove);
        await browsers[0].GetAsync("/sign-out");
        Assert.Empty(await _host.Manager.ListAsync("alice"));
        Assert.Single(await _host.Store.InnerIndex.ListAsync("alice", default));
        _host.Store.Heal();

        Assert.Empty(await _host.Manager.ListAsync("alice"));

        Assert.Empty(await _host.Store.InnerIndex.ListAsync("alice", default));
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(await _host.Manager.HistoryAsync("alice")).Reason);
    }

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(app =>
    {
        SmallApp.Map(app);
        _script.Map(app);
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static ISecureSessionManager Manager(HttpContext context) =>
        context.RequestServices.GetRequiredService<ISecureSessionManager>();
}

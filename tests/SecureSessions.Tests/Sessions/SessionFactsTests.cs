using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SessionFactsTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = SecureSessionDefaults.IdleTimeout;
    private static readonly TimeSpan Absolute = SecureSessionDefaults.AbsoluteTimeout;

    private readonly Script _script = new();
    private SessionHost _host = null!;
    private Browser _browser = null!;
    private DateTimeOffset _start;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(app =>
        {
            _script.Map(app);
            _script.Map(app, "/passive").AsPassive();
        });
        _browser = _host.NewBrowser();
        _start = _host.Clock.GetUtcNow();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_is_not_stored_yet_has_no_times_and_no_user()
    {
        bool silent = await AskAsync(session => session is
        {
            IsNew: true,
            UserId: null,
            CreatedAt: null,
            LastSeenAt: null,
            ExpiresAt: null,
            AbsoluteExpiresAt: null,
            ExpiresIn: null,
            EndReason: null,
        });

        Assert.True(silent);
    }

    [Fact]
    public async Task HttpContext_Session_is_the_same_object() =>
        Assert.True(await _script.AskAsync(_browser, context => ReferenceEquals(context.Session, context.GetSecureSession())));

    [Fact]
    public async Task A_stored_session_has_its_user_and_its_start_time()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        _host.Clock.Advance(Minute);

        (bool, string?, DateTimeOffset?, DateTimeOffset?) facts = await AskAsync(
            session => (session.IsNew, session.UserId, session.CreatedAt, session.LastSeenAt));

        Assert.Equal((false, "alice", _start, _start + Minute), facts);
    }

    [Fact]
    [Trait("Requirement", "TO-8")]
    public async Task A_session_has_both_deadlines_and_activity_moves_the_idle_deadline_only()
    {
        await CreateAsync();
        _host.Clock.Advance(Minute);

        (DateTimeOffset?, DateTimeOffset?) deadlines = await AskAsync(session => (session.ExpiresAt, session.AbsoluteExpiresAt));

        Assert.Equal((_start + Minute + Idle, _start + Absolute), deadlines);
    }

    [Fact]
    [Trait("Requirement", "TO-8")]
    public async Task The_time_left_of_a_session_decreases()
    {
        await CreateAsync();

        (TimeSpan?, TimeSpan?, TimeSpan?) left = await AskAsync(session =>
        {
            TimeSpan? first = session.ExpiresIn;
            _host.Clock.Advance(Minute);
            TimeSpan? second = session.ExpiresIn;
            _host.Clock.Advance(Absolute);
            return (first, second, session.ExpiresIn);
        });

        Assert.Equal((Idle, Idle - Minute, TimeSpan.Zero), left);
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    [Trait("Requirement", "TO-8")]
    public async Task A_passive_request_sees_the_time_left_decrease_and_does_not_move_the_deadline()
    {
        await CreateAsync();
        _host.Clock.Advance(Minute);

        (DateTimeOffset? lastSeen, TimeSpan? left) = await PassiveAsync(session => (session.LastSeenAt, session.ExpiresIn));

        Assert.Equal((_start, Idle - Minute), (lastSeen, left));
    }

    [Fact]
    [Trait("Requirement", "TO-7")]
    public async Task Polling_a_passive_endpoint_does_not_keep_a_session_alive()
    {
        await CreateAsync();
        _host.Clock.Advance(Idle - Minute);
        Assert.Equal("1", await PassiveAsync(session => session.GetString("a")));

        _host.Clock.Advance(Minute);

        Assert.Null(await PassiveAsync(session => session.GetString("a")));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    public async Task A_session_lives_until_the_idle_deadline_and_not_at_it()
    {
        await CreateAsync();
        _host.Clock.Advance(Idle - TimeSpan.FromSeconds(1));
        Assert.Equal("1", await AskAsync(session => session.GetString("a")));

        _host.Clock.Advance(Idle);

        Assert.Null(await AskAsync(session => session.GetString("a")));
    }

    [Fact]
    [Trait("Requirement", "TO-1")]
    [Trait("Requirement", "TO-2")]
    public async Task Activity_every_ten_minutes_does_not_move_the_absolute_deadline()
    {
        await _script.RunAsync(_browser, context => context.SignInAsync(TestUsers.Alice));
        for (int minutes = 10; minutes < Absolute.TotalMinutes; minutes += 10)
        {
            _host.Clock.Advance(10 * Minute);
            Assert.Equal(("alice", _start + Absolute), await AskAsync(session => (session.UserId, session.AbsoluteExpiresAt)));
        }

        _host.Clock.Advance(10 * Minute);

        Assert.Equal((null, SessionEndReason.AbsoluteTimeout), await AskAsync(session => (session.UserId, session.EndReason)));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    [Trait("Requirement", "TO-9")]
    public async Task A_wall_clock_that_jumps_neither_lengthens_nor_ends_a_session(int hours)
    {
        await CreateAsync();
        _host.Clock.JumpWallClock(TimeSpan.FromHours(hours));
        _host.Clock.Advance(Idle - Minute);
        Assert.Equal((Minute, "1"), await PassiveAsync(session => (session.ExpiresIn, session.GetString("a"))));

        _host.Clock.Advance(Minute);

        Assert.Null(await AskAsync(session => session.GetString("a")));
    }

    private Task<Page> CreateAsync() => _script.RunAsync(_browser, context => context.Session.SetString("a", "1"));

    private Task<T> AskAsync<T>(Func<ISecureSession, T> ask) => _script.AskAsync(_browser, context => ask(context.GetSecureSession()));

    private async Task<T> PassiveAsync<T>(Func<ISecureSession, T> ask)
    {
        var answer = new TaskCompletionSource<T>();
        await _browser.GetAsync(
            _script.Add(context => { answer.SetResult(ask(context.GetSecureSession())); return Task.CompletedTask; }, "/passive"));
        return await answer.Task;
    }
}

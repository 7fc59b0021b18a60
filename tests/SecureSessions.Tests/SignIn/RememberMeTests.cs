using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>"Remember me": a sign-in with <c>IsPersistent</c> has longer deadlines, which the server enforces.</summary>
public sealed class RememberMeTests
{
    private static readonly AuthenticationProperties Remembered = new() { IsPersistent = true };

    private readonly Script _script = new();

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_remembered_session_outlives_two_weeks_without_activity_and_others_20_minutes()
    {
        await using SessionHost host = await StartAsync();
        using Browser remembered = host.NewBrowser();
        using Browser other = host.NewBrowser();
        await SignInAsync(remembered, Remembered);
        await SignInAsync(other, null);

        host.Clock.Leap(TimeSpan.FromMinutes(20));
        Assert.Equal(("alice", null), (await UserAsync(remembered), await UserAsync(other)));
        host.Clock.Leap(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Equal("alice", await UserAsync(remembered));
        host.Clock.Leap(TimeSpan.FromDays(14));

        Assert.Null(await UserAsync(remembered));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task A_remembered_session_ends_after_30_days_whatever_its_activity()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        ParsedCookie cookie = await SignInAsync(browser, Remembered);

        for (int day = 0; day < 29; day++)
        {
            host.Clock.Leap(TimeSpan.FromDays(1));
            Assert.Equal("alice", await UserAsync(browser));
        }

        host.Clock.Leap(TimeSpan.FromDays(1));

        Assert.Equal($"{30 * 24 * 3600}", cookie.MaxAge);
        Assert.Equal(
            (null, SessionEndReason.AbsoluteTimeout),
            await _script.AskAsync(browser, static context => (context.GetSecureSession().UserId, context.GetSecureSession().EndReason)));
    }

    [Fact]
    public async Task The_options_of_the_app_decide_how_long_a_session_is_remembered()
    {
        await using SessionHost host = await StartAsync(static options =>
            (options.RememberedIdleTimeout, options.RememberedAbsoluteTimeout) = (TimeSpan.FromDays(2), TimeSpan.FromDays(3)));
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, Remembered);
        DateTimeOffset now = host.Clock.GetUtcNow();

        Assert.Equal(
            (now.AddDays(2), now.AddDays(3)),
            await _script.AskAsync(
                browser, static context => (context.GetSecureSession().ExpiresAt, context.GetSecureSession().AbsoluteExpiresAt)));
    }

    [Theory]
    [InlineData(1, 40, 14, 40)]
    [InlineData(20, 40, 20, 40)]
    [InlineData(20, 25, 20, 30)]
    public async Task To_be_remembered_never_shortens_a_session(int idleDays, int absoluteDays, int remembered, int rememberedAbsolute)
    {
        await using SessionHost host = await StartAsync(options =>
            (options.IdleTimeout, options.AbsoluteTimeout) = (TimeSpan.FromDays(idleDays), TimeSpan.FromDays(absoluteDays)));
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, Remembered);
        DateTimeOffset now = host.Clock.GetUtcNow();

        Assert.Equal(
            (now.AddDays(remembered), now.AddDays(rememberedAbsolute)),
            await _script.AskAsync(
                browser, static context => (context.GetSecureSession().ExpiresAt, context.GetSecureSession().AbsoluteExpiresAt)));
    }

    [Fact]
    public async Task A_preset_knows_no_exception_for_those_who_want_to_be_remembered()
    {
        await using SessionHost host = await StartAsync(static options => options.Apply(SecureSessionPreset.Aal3));
        using Browser browser = host.NewBrowser();
        await SignInAsync(browser, Remembered);

        host.Clock.Leap(SecureSessionPreset.Aal3.IdleTimeout);

        Assert.Null(await UserAsync(browser));
    }

    [Fact]
    public async Task A_list_of_sessions_tells_which_are_remembered()
    {
        await using SessionHost host = await StartAsync();
        using Browser remembered = host.NewBrowser();
        using Browser other = host.NewBrowser();
        await SignInAsync(remembered, Remembered);
        await SignInAsync(other, null);

        IReadOnlyList<UserSession> sessions = await host.Manager.ListAsync("alice");

        Assert.Equal(remembered.SessionId(), Assert.Single(sessions, static session => session.IsRemembered).Id);
        Assert.Equal(other.SessionId(), Assert.Single(sessions, static session => !session.IsRemembered).Id);
    }

    [Theory]
    [InlineData(
        "00:10:00",
        null,
        "RememberedIdleTimeout is 00:10:00, shorter than IdleTimeout (00:20:00): \"remember me\" would shorten a session. Set it to at "
        + "least 00:20:00, or leave it out.")]
    [InlineData(
        null,
        "01:00:00",
        "RememberedAbsoluteTimeout is 01:00:00, shorter than AbsoluteTimeout (08:00:00): \"remember me\" would shorten a session. Set it to "
        + "at least 08:00:00, or leave it out.")]
    [InlineData(
        "31.00:00:00",
        null,
        "RememberedIdleTimeout is 31.00:00:00, longer than RememberedAbsoluteTimeout (30.00:00:00), which would come first. Lengthen "
        + "RememberedAbsoluteTimeout as well, or set RememberedIdleTimeout between 00:00:01 and 30.00:00:00.")]
    public async Task Options_that_cannot_be_meant_are_refused_at_start_up(string? idle, string? absolute, string message)
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options =>
        {
            options.RememberedIdleTimeout = idle is null ? null : TimeSpan.Parse(idle, null);
            options.RememberedAbsoluteTimeout = absolute is null ? null : TimeSpan.Parse(absolute, null);
        }));

        Assert.Equal(message, Assert.Single(error.Failures));
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) =>
        SessionHost.StartAsync(app => _script.Map(app), configure);

    private async Task<ParsedCookie> SignInAsync(Browser browser, AuthenticationProperties? properties)
    {
        Page page = await _script.RunAsync(browser, context => context.SignInAsync(TestUsers.Alice, properties?.Clone()));
        return ParsedCookie.Parse(Assert.Single(page.SetCookies));
    }

    private Task<string?> UserAsync(Browser browser) => _script.AskAsync(browser, static context => context.User.Identity?.Name);
}

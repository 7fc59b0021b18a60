using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>The box "Remember me?" of Identity's login page.</summary>
public sealed class RememberMeTests : IAsyncLifetime
{
    private IdentityApp _app = null!;

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task Who_ticks_the_box_stays_signed_in_for_two_weeks_without_activity()
    {
        using Browser registered = await _app.RegisterAsync();
        using Browser remembered = await _app.SignInAsync(remember: true);
        using Browser left = await _app.SignInAsync(remember: true);

        _app.Host.Clock.Leap(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(remembered));
        _app.Host.Clock.Leap(TimeSpan.FromSeconds(1));

        Assert.Equal("nobody", await IdentityApp.UserAsync(left));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(remembered));
    }

    [Fact]
    [Trait("Requirement", "TO-6")]
    public async Task Who_does_not_is_signed_out_after_20_minutes_without_activity()
    {
        using Browser registered = await _app.RegisterAsync();
        using Browser browser = await _app.SignInAsync();

        _app.Host.Clock.Leap(TimeSpan.FromMinutes(20));

        Assert.Equal("nobody", await IdentityApp.UserAsync(browser));
    }

    [Fact]
    public async Task The_list_of_sessions_tells_who_ticked_the_box()
    {
        using Browser registered = await _app.RegisterAsync();
        using Browser remembered = await _app.SignInAsync(remember: true);

        Assert.Equal([true, false], (await _app.SessionsAsync()).Select(static one => one.IsRemembered).OrderDescending());
    }

    [Fact]
    public async Task A_change_of_password_in_a_remembered_session_keeps_it_remembered()
    {
        using Browser registered = await _app.RegisterAsync();
        using Browser remembered = await _app.SignInAsync(remember: true);
        await IdentityApp.ChangePasswordAsync(remembered);

        _app.Host.Clock.Leap(TimeSpan.FromDays(13));

        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(remembered));
    }

    public async Task InitializeAsync() => _app = await IdentityApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();
}

using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>What counts as activity in a circuit.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class ActivityTests(Chromium chromium)
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task A_user_who_presses_buttons_in_a_circuit_stays_signed_in()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);

        for (int i = 0; i < 3; i++)
        {
            app.Clock.Advance(SecureSessionDefaults.IdleTimeout - OneMinute);
            await PressAsync(app, salary, app.Clock.GetUtcNow() + SecureSessionDefaults.IdleTimeout);
        }

        await salary.UntilPushedAsync();
        await salary.ShowsSalaryAsync();
    }

    [Fact]
    [Trait("Requirement", "TO-2")]
    public async Task A_page_becomes_the_login_page_at_the_absolute_deadline_though_its_user_is_active()
    {
        TimeSpan quarter = SecureSessionDefaults.IdleTimeout - OneMinute;
        await using BlazorApp app = BlazorApp.Start(
            services => services.Configure<SecureSessionOptions>(options => options.AbsoluteTimeout = 4 * quarter));
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        DateTimeOffset deadline = (await app.FindSessionAsync()).AbsoluteExpiresAt;

        for (int i = 1; i <= 3; i++)
        {
            app.Clock.Leap(quarter);
            DateTimeOffset idle = app.Clock.GetUtcNow() + SecureSessionDefaults.IdleTimeout;
            await PressAsync(app, salary, i < 3 ? idle : deadline);
        }

        app.Clock.Leap(quarter);

        await salary.IsGoneAsync();
        await Poll.UntilAsync(
            async () => (await app.Sessions.HistoryAsync("alice")) is [{ Reason: SessionEndReason.AbsoluteTimeout }],
            "the absolute deadline has ended the session");
    }

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task A_page_that_is_only_looked_at_becomes_the_login_page_at_the_idle_deadline()
    {
        await using BlazorApp app = BlazorApp.Start();
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);

        app.Clock.Advance(SecureSessionDefaults.IdleTimeout - OneMinute);
        // The browser confirms to the server whatever the server writes into the page.
        await salary.UntilPushedAsync();
        await salary.UntilPushedAsync();

        // In one leap: no check of the session is under way between the timers.
        app.Clock.Leap(OneMinute);

        await salary.IsGoneAsync();
    }

    private static async Task PressAsync(BlazorApp app, SalaryPage salary, DateTimeOffset expiresAt)
    {
        await salary.PressAsync();
        await Poll.UntilAsync(
            async () => (await app.FindSessionAsync()).ExpiresAt == expiresAt, "the press has moved the idle deadline");
    }
}

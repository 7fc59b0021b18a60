using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>A component that keeps the user on the page keeps no circuit whose session has ended.</summary>
[Collection(nameof(BlazorCollection))]
public sealed class NavigationLockTests(Chromium chromium)
{
    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_lock_of_internal_navigation_is_not_asked_when_the_session_ends()
    {
        await using BlazorApp app = BlazorApp.Start(Lock.Register);
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        await Lock.PutIntoAsync(salary.Page, confirmExternalNavigation: false);
        await Lock.TryLeaveAsync(salary.Page);

        await app.Sessions.EndAllAsync("alice");

        await salary.IsGoneAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-9")]
    public async Task A_user_who_stays_on_a_page_that_asks_before_it_is_left_has_no_circuit_there()
    {
        var circuits = new ConnectedCircuits();
        await using BlazorApp app = BlazorApp.Start(services =>
        {
            Lock.Register(services);
            services.AddSingleton<CircuitHandler>(circuits);
        });
        await using Device device = await chromium.NewDeviceAsync(app.Address);
        SalaryPage salary = await SalaryPage.SignInAsync(device);
        await Lock.PutIntoAsync(salary.Page, confirmExternalNavigation: true);
        Assert.Equal(1, circuits.Count);
        using var questions = new SemaphoreSlim(0);
        salary.Page.Dialog += async (_, question) =>
        {
            await question.DismissAsync();
            questions.Release();
        };

        await app.Sessions.EndAllAsync("alice");

        // First when the page is told to load anew, then when its connection is closed and Blazor is not let in again.
        await questions.WaitAsync(Patience.Limit);
        await questions.WaitAsync(Patience.Limit);
        await salary.NoticesCutAsync();
        await salary.ShowsNoSalaryAsync();
        await Poll.UntilAsync(() => circuits.Count == 0, "no browser is connected with the circuit");
    }
}

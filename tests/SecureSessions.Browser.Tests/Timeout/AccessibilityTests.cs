using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

[Collection(nameof(TimeoutCollection))]
public sealed class AccessibilityTests(Chromium chromium, SampleOnManualClock sample)
{
    [Fact]
    public async Task The_warning_is_an_alert_dialog_with_a_name_and_a_description()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();

        await Assertions.Expect(page.Dialog).ToMatchAriaSnapshotAsync("""
            - alertdialog "Are you still there?":
              - heading "Are you still there?" [level=2]
              - paragraph: You have not been active for a while. To keep your account safe you will be signed out in
              - timer: /[01]:\d\d/
              - button "Stay signed in"
              - button "Sign out"
            """);
        await Assertions.Expect(page.Dialog).ToHaveAccessibleDescriptionAsync(new Regex(@"^You have not been active .* in [01]:\d\d$"));
        Assert.DoesNotContain("main", await page.RolesAsync());
    }

    [Theory]
    [InlineData(
        "Are you still there?", """{"signedIn":true,"userId":"alice","idleSeconds":100,"absoluteSeconds":20000,"endReason":null}""")]
    [InlineData(
        "Your session is about to end", """{"signedIn":true,"userId":"alice","idleSeconds":100,"absoluteSeconds":100,"endReason":null}""")]
    [InlineData(
        "You are signed out", """{"signedIn":false,"userId":null,"idleSeconds":null,"absoluteSeconds":null,"endReason":"IdleTimeout"}""")]
    public async Task No_rule_of_axe_is_broken_while_the_dialog_is_open_on_a_phone_and_on_a_desk(string title, string status)
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        await device.SignInAsync("alice");
        await device.Page.EvaluateAsync("document.querySelector('session-timeout').removeAttribute('ended-page')");
        await device.Page.RouteAsync(
            "**/session/status", route => route.FulfillAsync(new() { ContentType = "application/json", Body = status }));
        WatchedPage page = new(device.Page);
        await page.AskAsync();
        await page.SeesDialogAsync(title);

        foreach (int width in (int[])[390, 1280])
        {
            await device.Page.SetViewportSizeAsync(width, 844);
            Assert.Empty(await Axe.FindViolationsAsync(device.Page));
        }
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("Escape")]
    public async Task The_user_can_stay_by_keyboard_and_the_focus_returns(string key)
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        ILocator link = device.Page.GetByRole(AriaRole.Link, new() { Name = "Home" });
        await link.FocusAsync();

        await device.PassAsync(SampleOnManualClock.UntilWarned);
        await page.SeesWarningAsync();
        await Assertions.Expect(page.Stay).ToBeFocusedAsync();
        for (int i = 0; i < 4; i++)
        {
            await device.Page.Keyboard.PressAsync("Tab");
            Assert.Contains(
                await device.Page.EvaluateAsync<string>("document.activeElement.localName"), (string[])["session-timeout", "body"]);
        }

        await page.Stay.FocusAsync();
        await device.Page.Keyboard.PressAsync(key);

        await page.SeesNoDialogAsync();
        await Assertions.Expect(link).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_time_left_is_read_aloud_at_first_and_at_60_30_and_10_seconds_only()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await device.Page.Clock.PauseAtAsync(sample.App.Clock!.GetUtcNow().UtcDateTime.AddMinutes(10));
        await device.Page.RouteAsync("**/session/status", static route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"signedIn":true,"userId":"alice","idleSeconds":100,"absoluteSeconds":20000,"endReason":null}""",
        }));

        await page.AskAsync();
        await page.SeesWarningAsync();
        await Assertions.Expect(page.Count).ToHaveTextAsync("1:40");
        List<string> heard = [await page.Voice.InnerTextAsync()];
        for (int second = 0; second < 95; second += 5)
        {
            await device.Page.Clock.RunForAsync(5_000);
            heard.Add(await page.Voice.InnerTextAsync());
        }

        Assert.Equal(["100 seconds left", "60 seconds left", "30 seconds left", "10 seconds left"], heard.Distinct());
    }
}

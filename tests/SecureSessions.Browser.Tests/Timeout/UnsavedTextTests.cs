using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>What was typed and not sent is kept, hidden, for the user who typed it.</summary>
[Collection(nameof(TimeoutLane))]
public sealed class UnsavedTextTests(Chromium chromium, SampleOnManualClock sample)
{
    private const string Ended = "You are signed out";

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task It_is_still_there_when_the_user_has_signed_in_again_in_another_tab()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await page.TypeAsync("half a letter");

        await device.PassAsync(SampleOnManualClock.IdleTimeout);
        await page.SeesDialogAsync(Ended);
        await Assertions.Expect(page.Dialog).ToContainTextAsync("You were not active for too long. What you typed is still here.");
        await SignInAgainAsync(device, page, "alice", "Wonderland-7-teapots");

        await page.SeesNoDialogAsync();
        await Assertions.Expect(page.Notes).ToHaveValueAsync("half a letter");
    }

    [Fact]
    [Trait("Requirement", "CS-5")]
    public async Task Its_form_can_be_sent_in_the_next_session_of_the_user()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await device.Page.GetByLabel("Your note").FillAsync("half a letter");
        await EndOthersAsync();
        await page.SeesDialogAsync(Ended);

        await device.Page.RunAndWaitForRequestFinishedAsync(
            () => SignInAgainAsync(device, page, "alice", "Wonderland-7-teapots"),
            new() { Predicate = static request => request.Url.EndsWith("/form-token", StringComparison.Ordinal) });
        await page.SeesNoDialogAsync();
        await device.Page.GetByRole(AriaRole.Button, new() { Name = "Save note" }).ClickAsync();

        await Assertions.Expect(device.Page.GetByText("Your note is saved.")).ToBeVisibleAsync();
        await Assertions.Expect(device.Page.GetByLabel("Your note")).ToHaveValueAsync("half a letter");
    }

    [Fact]
    [Trait("Requirement", "MS-2")]
    public async Task Nothing_of_the_page_can_be_seen_or_reached_meanwhile()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await EndFromElsewhereAsync(device);

        await device.Page.Keyboard.PressAsync("Escape");
        await device.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Dialog).ToContainTextAsync("ended from another device");
        IReadOnlyCollection<string> roles = await page.RolesAsync();
        Assert.Contains("alertdialog", roles);
        Assert.DoesNotContain("main", roles);
        Assert.DoesNotContain("textbox", roles);
        Assert.Equal("rgb(255, 255, 255)", await page.Dialog.EvaluateAsync<string>("dialog => getComputedStyle(dialog, '::backdrop').backgroundColor"));
    }

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task It_is_gone_when_another_user_signs_in()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await EndFromElsewhereAsync(device);

        await SignInAgainAsync(device, page, "admin", "Orchard-4-lanterns");

        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}signed-out");
    }

    [Fact]
    public async Task Once_it_was_sent_there_is_nothing_to_keep()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await page.TypeAsync("a letter");
        await device.Page.EvaluateAsync("document.querySelector('main').dispatchEvent(new SubmitEvent('submit', { bubbles: true }))");

        await EndOthersAsync();

        await page.IsSentAwayAsync("another device");
    }

    // Its event stream tells the page.
    private async Task<WatchedPage> EndFromElsewhereAsync(Device device)
    {
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await page.TypeAsync("half a letter");
        await EndOthersAsync();
        await page.SeesDialogAsync(Ended);
        return page;
    }

    private async Task EndOthersAsync()
    {
        await using Device other = await chromium.NewDeviceAsync(sample.App);
        await other.SignInAsync("alice");

        // From a document without an event stream, which the new secret would close under the page.
        await other.Page.GotoAsync("/session/status");
        Assert.Equal(200, await other.Page.EvaluateAsync<int>("fetch('/session/end-others', { method: 'POST' }).then(answer => answer.status)"));
    }

    private static async Task SignInAgainAsync(Device device, WatchedPage page, string user, string password)
    {
        IPage tab = await device.Context.RunAndWaitForPageAsync(() => page.Dialog.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync());
        await tab.GetByLabel("User name").FillAsync(user);
        await tab.GetByLabel("Password").FillAsync(password);
        await tab.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}

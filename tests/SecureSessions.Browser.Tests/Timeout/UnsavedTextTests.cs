using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>Text that was typed and not sent is kept, hidden, for the user who typed it.</summary>
[Collection(nameof(TimeoutCollection))]
public sealed class UnsavedTextTests(Chromium chromium, SampleOnManualClock sample)
{
    private const string Ended = "You are signed out";

    [Fact]
    [Trait("Requirement", "TO-3")]
    public async Task Unsent_text_is_still_there_when_the_user_has_signed_in_again_in_another_tab()
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
    public async Task A_form_with_unsent_text_can_be_sent_in_the_next_session_of_the_user()
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
    public async Task A_page_with_unsent_text_cannot_be_seen_or_reached_without_a_session()
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
        Assert.Equal(
            "rgb(255, 255, 255)",
            await page.Dialog.EvaluateAsync<string>("dialog => getComputedStyle(dialog, '::backdrop').backgroundColor"));
    }

    [Fact]
    [Trait("Requirement", "RG-2")]
    public async Task Unsent_text_is_gone_when_another_user_signs_in()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await EndFromElsewhereAsync(device);

        await SignInAgainAsync(device, page, "admin", "Orchard-4-lanterns");

        await Assertions.Expect(device.Page).ToHaveURLAsync($"{sample.App.Address}signed-out");
    }

    [Fact]
    public async Task Text_that_was_sent_is_not_kept()
    {
        await using Device device = await chromium.NewDeviceAsync(sample.App);
        WatchedPage page = await WatchedPage.SignInAsync(device);
        await page.TypeAsync("a letter");
        await device.Page.EvaluateAsync("document.querySelector('main').dispatchEvent(new SubmitEvent('submit', { bubbles: true }))");

        await EndOthersAsync();

        await page.IsSentAwayAsync("another device");
    }

    // The event stream of the page notices the end.
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

        // The request comes from a document without an event stream, which the new secret would close under the page.
        await other.Page.GotoAsync("/session/status");
        Assert.Equal(
            200, await other.Page.EvaluateAsync<int>("fetch('/session/end-others', { method: 'POST' }).then(answer => answer.status)"));
    }

    private static async Task SignInAgainAsync(Device device, WatchedPage page, string user, string password)
    {
        IPage tab = await device.Context.RunAndWaitForPageAsync(
            () => page.Dialog.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync());
        await tab.GetByLabel("User name").FillAsync(user);
        await tab.GetByLabel("Password").FillAsync(password);
        await tab.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}

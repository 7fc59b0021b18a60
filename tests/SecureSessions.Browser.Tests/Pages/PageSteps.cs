using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>Steps of users on the pages that several tests need.</summary>
internal static class PageSteps
{
    /// <summary>
    /// The <c>User-Agent</c> of a phone whose browser sends no client hints. The client hints of this browser would contradict it.
    /// </summary>
    public const string Phone = "Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0";

    /// <summary>The public id of the session, from the account page.</summary>
    public static async Task<string> ReadSessionIdAsync(this Device device)
    {
        await device.Page.GotoAsync("/account");
        return await device.Page.Locator("#session").InnerTextAsync();
    }

    /// <summary>The row of a session on the page that is open.</summary>
    public static ILocator RowOf(this Device device, string sessionId) => device.Page.Locator($"tr[data-session='{sessionId}']");

    /// <summary>Follows a link of the navigation.</summary>
    public static Task OpenAsync(this Device device, string page) =>
        device.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = page }).ClickAsync();

    /// <summary>
    /// Opens a page of a signed-in user, and waits for its event stream: a stream that is under way when the secret changes is refused with
    /// 401, which the console reports.
    /// </summary>
    public static Task ListenAsync(this Device device, Func<Task> open) =>
        device.Page.RunAndWaitForResponseAsync(open, static response => response.Url.EndsWith("/live", StringComparison.Ordinal));

    public static ILocatorAssertions ExpectHeading(this Device device, string text) =>
        Assertions.Expect(device.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = text }));

    /// <summary>Presses a button in the main part of the page.</summary>
    public static Task PressAsync(this Device device, string button) =>
        device.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    /// <summary>The notice of the page that says what was done.</summary>
    public static ILocatorAssertions ExpectNotice(this Device device) => Assertions.Expect(device.Page.Locator(".note.good"));

    /// <summary>Expects that the open page notices the end of its session by itself, and says why.</summary>
    public static async Task ExpectSentAwayAsync(this Device device, string because)
    {
        await device.ExpectHeading("You are signed out").ToBeVisibleAsync();
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(because);
    }
}

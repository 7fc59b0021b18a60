using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;

namespace SecureSessions.Browser.Tests.Timeout;

/// <summary>A page with the element <c>session-timeout</c>, and what its user sees of it.</summary>
internal sealed class WatchedPage(IPage page)
{
    /// <summary>The dialog that warns, or that hides the page when the session has ended.</summary>
    public ILocator Dialog { get; } = page.GetByRole(AriaRole.Alertdialog);

    public ILocator Stay => Dialog.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" });

    public ILocator SignOut => Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out" });

    public ILocator Count => Dialog.GetByRole(AriaRole.Timer);

    /// <summary>The text for screen readers only.</summary>
    public ILocator Voice => Dialog.Locator("[part=voice]");

    /// <summary>A field that the test has put on the page.</summary>
    public ILocator Notes => page.GetByLabel("Notes");

    /// <summary>Whether the response is that of the status endpoint.</summary>
    public static bool IsStatus(IResponse response) => response.Url.EndsWith("/session/status", StringComparison.Ordinal);

    /// <summary>Signs in, and waits until the page knows the time that is left: then it opens its event stream.</summary>
    public static async Task<WatchedPage> SignInAsync(Device device)
    {
        await device.Page.RunAndWaitForRequestAsync(() => device.SignInAsync("alice"), IsLive);
        return new WatchedPage(device.Page);
    }

    /// <summary>Opens another page of a signed-in user, and waits in the same way.</summary>
    public static async Task<WatchedPage> OpenAnotherAsync(Device device)
    {
        IPage page = await device.Context.NewPageAsync();
        await page.RunAndWaitForRequestAsync(() => page.GotoAsync("/account"), IsLive);
        return new WatchedPage(page);
    }

    public Task SeesDialogAsync(string title) => Assertions.Expect(Dialog).ToHaveAccessibleNameAsync(title);

    public Task SeesWarningAsync() => SeesDialogAsync("Are you still there?");

    public Task SeesNoDialogAsync() => Assertions.Expect(Dialog).ToBeHiddenAsync();

    /// <summary>Expects that the page has gone to the page that says why.</summary>
    public async Task IsSentAwayAsync(string because)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/signed-out$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(because);
    }

    /// <summary>The roles in the accessibility tree of the browser, which does not have inert elements.</summary>
    public async Task<IReadOnlyCollection<string>> RolesAsync()
    {
        ICDPSession browser = await page.Context.NewCDPSessionAsync(page);
        JsonElement tree = (await browser.SendAsync("Accessibility.getFullAXTree"))!.Value;
        return [.. tree.GetProperty("nodes").EnumerateArray()
            .Where(static node => !node.GetProperty("ignored").GetBoolean())
            .Select(static node => node.GetProperty("role").GetProperty("value").GetString()!)
            .Distinct()];
    }

    /// <summary>The text of the countdown.</summary>
    public async Task<TimeSpan> ReadCountAsync() =>
        TimeSpan.ParseExact(await Count.InnerTextAsync(), @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>Types a text without sending it.</summary>
    public async Task TypeAsync(string text)
    {
        await page.EvaluateAsync(
            "document.querySelector('main').append(Object.assign(document.createElement('textarea'), { ariaLabel: 'Notes' }))");
        await Notes.FillAsync(text);
    }

    /// <summary>Makes the page ask for the status, as if the browser were online again, until the answer has this HTTP status.</summary>
    public Task AskAsync(int status = 200) => page.RunAndWaitForResponseAsync(
        () => page.EvaluateAsync("dispatchEvent(new Event('online'))"),
        response => IsStatus(response) && response.Status == status);

    private static bool IsLive(IRequest request) => request.Url.EndsWith("/live", StringComparison.Ordinal);
}

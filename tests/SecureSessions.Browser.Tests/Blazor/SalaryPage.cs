using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;

namespace SecureSessions.Browser.Tests.Blazor;

/// <summary>The page of the sample that shows the salary in a circuit.</summary>
internal sealed class SalaryPage(IPage page)
{
    private const string Amount = "4,200";

    public IPage Page => page;

    private ILocator ResumeButton => page.GetByRole(AriaRole.Button, new() { Name = "Resume" });

    private ILocator Salary => page.Locator("#salary");

    /// <summary>Signs in on the first page of the device, and has the salary shown there.</summary>
    public static async Task<SalaryPage> SignInAsync(Device device)
    {
        await device.SignInAsync("alice");
        var salary = new SalaryPage(device.Page);
        await salary.ShowAsync();
        return salary;
    }

    /// <summary>Opens another tab, and has the salary shown there: by the first node of the app, or by another one.</summary>
    public static async Task<SalaryPage> OpenAnotherAsync(Device device, BlazorApp? node = null)
    {
        var salary = new SalaryPage(await device.Context.NewPageAsync());
        await salary.Page.GotoAsync(node is null ? "/salary" : $"{node.Address}salary");
        await salary.ShowAsync();
        return salary;
    }

    /// <summary>Waits for the circuit, and presses the button.</summary>
    public async Task ShowAsync()
    {
        await UntilPushedAsync();
        await PressAsync();
        await ShowsSalaryAsync();
    }

    public Task ShowsSalaryAsync() => Assertions.Expect(Salary).ToContainTextAsync(Amount);

    public Task ShowsNoSalaryAsync() => Assertions.Expect(page.Locator("body")).Not.ToContainTextAsync(Amount);

    public Task PressAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Show the salary" }).ClickAsync();

    /// <summary>The login page is there, and nothing of the salary.</summary>
    public async Task IsGoneAsync()
    {
        await Assertions.Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
        await ShowsNoSalaryAsync();
        await Assertions.Expect(SignOutButtonOf(page)).ToHaveCountAsync(0);
    }

    public static ILocator SignOutButtonOf(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign out" });

    /// <summary>The page has noticed that the network is gone.</summary>
    public Task NoticesCutAsync() => Assertions.Expect(page.Locator(".components-reconnect-dialog")).ToBeVisibleAsync();

    /// <summary>Leaves a mark in the document, which is gone when the page is loaded anew.</summary>
    public Task MarkAsync() => page.EvaluateAsync("document.marked = true");

    public async Task<bool> IsMarkedAsync() => await page.EvaluateAsync<bool>("document.marked === true");

    /// <summary>Has Blazor give the circuit up on the server, which keeps what its components know.</summary>
    public async Task PauseAsync()
    {
        await page.EvaluateAsync("Blazor.pauseCircuit()");
        await Assertions.Expect(ResumeButton).ToBeVisibleAsync();
    }

    public Task ResumeAsync() => ResumeButton.ClickAsync();

    /// <summary>The circuit goes on: the server still writes into the page.</summary>
    public async Task UntilPushedAsync()
    {
        ILocator count = page.Locator("#count");
        string before = await count.InnerTextAsync();
        await Assertions.Expect(count).Not.ToHaveTextAsync(before);
    }
}

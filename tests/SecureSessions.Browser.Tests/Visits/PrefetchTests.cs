using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>A page that the browser prefetched before the user opened it.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class PrefetchTests(Chromium chromium, SampleApps apps)
{
    private const string FetchAccountAhead = """
        () => {
            const rules = document.createElement('script');
            rules.type = 'speculationrules';
            rules.textContent = JSON.stringify({ prefetch: [{ urls: ['/account'], eagerness: 'immediate' }] });
            document.head.append(rules);
        }
        """;

    [Fact]
    [Trait("Requirement", "CA-2")]
    public async Task A_prefetched_page_is_not_shown_after_a_sign_out_by_a_script()
    {
        SampleApp app = await apps.GetAsync(SampleStore.Memory);
        await using Device device = await chromium.NewDeviceAsync(app, new BrowserNewContextOptions { BypassCSP = true });
        await device.SignInAsync("alice");

        // The page has no scripts: <session-timeout> would leave it as soon as the session ends, and the pages that it prefetched would go
        // with it.
        await device.Page.GotoAsync("/session/status");
        ICDPSession tools = await device.Context.NewCDPSessionAsync(device.Page);
        var ready = new TaskCompletionSource();
        tools.Event("Preload.prefetchStatusUpdated").OnEvent += (_, e) =>
        {
            if (e?.GetProperty("status").GetString() == "Ready")
                ready.TrySetResult();
        };
        await tools.SendAsync("Preload.enable");
        await device.Page.EvaluateAsync(FetchAccountAhead);
        await ready.Task.WaitAsync(Patience.Limit);

        int status = await device.Page.EvaluateAsync<int>("async () => (await fetch('/session/sign-out', { method: 'POST' })).status");
        await device.Page.EvaluateAsync("() => { setTimeout(() => { location.href = '/account' }) }");
        await Assertions.Expect(device.Page.GetByLabel("Password")).ToBeVisibleAsync();

        Assert.InRange(status, 200, 204);
        await Assertions.Expect(device.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("alice");
    }
}

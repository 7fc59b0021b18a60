using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Visits;

/// <summary>The Content-Security-Policy of the sample, and what the browser reports of all pages under it.</summary>
[Collection(nameof(VisitsCollection))]
public sealed class PolicyTests(Chromium chromium, SampleApps apps)
{
    // Writes into the page as an attacker does, and returns what the browser reports.
    private const string Inject =
        """
        markup => new Promise(done => {
          document.addEventListener('securitypolicyviolation', violation => done(violation.effectiveDirective), { once: true });
          document.body.append(document.createRange().createContextualFragment(markup));
        })
        """;

    [Theory]
    [InlineData("<script>window.injected = true</script>", "script-src-elem")]
    [InlineData("<script src='https://elsewhere.localhost/script.js'></script>", "script-src-elem")]
    [InlineData("<button onclick='window.injected = true'>Injected</button>", "script-src-attr")]
    [InlineData("<p style='position: fixed; inset: 0'>Injected</p>", "style-src-attr")]
    public async Task Markup_that_an_attacker_writes_into_a_page_does_not_run_and_is_reported(string markup, string directive)
    {
        await using Device device = await chromium.NewDeviceAsync(await apps.GetAsync(SampleStore.Memory));
        device.Expect("Content Security Policy");
        await device.Page.GotoAsync("/");

        Assert.Equal(directive, await device.Page.EvaluateAsync<string>(Inject, markup));
        foreach (ILocator button in await device.Page.GetByRole(AriaRole.Button, new() { Name = "Injected" }).AllAsync())
            await button.ClickAsync();

        Assert.True(await device.Page.EvaluateAsync<bool>("() => window.injected === undefined"));
    }

    [Fact]
    public async Task Nothing_can_be_sent_to_another_site_from_a_page()
    {
        SampleApp app = await apps.GetAsync(SampleStore.Memory);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("Content Security Policy");
        await device.SignInAsync("alice");

        string outcome = await device.Page.EvaluateAsync<string>(
            "address => fetch(address, { mode: 'no-cors' }).then(() => 'sent', error => error.name)", other.PageAt(
                OtherSite.Stranger, "/?what=the+account"));

        Assert.Equal("TypeError", outcome);
    }

    [Theory]
    [InlineData(OtherSite.Stranger)]
    [InlineData(OtherSite.Neighbour)]
    public async Task No_other_site_can_put_a_page_into_a_frame(string host)
    {
        SampleApp app = await apps.GetAsync(SampleStore.Memory);
        await using OtherSite other = await OtherSite.StartAsync(app.Address);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("frame-ancestors");
        await device.SignInAsync("alice");

        await device.Page.RunAndWaitForConsoleMessageAsync(
            () => device.Page.GotoAsync(other.PageAt(host, "/frame")),
            new() { Predicate = static message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) });

        await Assertions.Expect(device.Page.FrameLocator("iframe").GetByText("alice")).ToHaveCountAsync(0);
    }

    // The device fails the test if a page complains in the console or asks for anything that is not on this machine.
    [Theory]
    [EachStore("nobody", "alice", "admin")]
    public async Task No_page_of_the_site_violates_its_own_policy(SampleStore store, string user)
    {
        SampleApp app = await apps.GetAsync(store);
        await using Device device = await chromium.NewDeviceAsync(app);
        device.Expect("/denied?ReturnUrl=%2Fadmin");                // a link says what it needs, and 403 is the answer
        if (user != "nobody")
            await device.SignInAsync(user);

        HashSet<string> seen = [];
        Queue<string> ahead = new([$"{app.Address}"]);
        while (ahead.TryDequeue(out string? address))
        {
            if (!seen.Add(address))
                continue;

            IResponse? answer = await device.Page.GotoAsync(address);
            Assert.True(answer!.Ok || new Uri(answer.Url).AbsolutePath == "/denied", $"{address}: {answer.Status}");
            Assert.StartsWith(
                "default-src 'none'; script-src 'self'",
                await answer.HeaderValueAsync("Content-Security-Policy"),
                StringComparison.Ordinal);
            foreach (
                string link in await device.Page.EvaluateAsync<string[]>(
                    "() => Array.from(document.links, link => link.href.split('#')[0])"))
                ahead.Enqueue(link);
        }

        Assert.All(seen, address => Assert.StartsWith($"{app.Address}", address, StringComparison.Ordinal));
        Assert.True(seen.Count > (user == "nobody" ? 1 : 2), string.Join(' ', seen));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecureSessions.Browser.Tests.Hosting;
using Xunit;

namespace SecureSessions.Browser.Tests.Pages;

/// <summary>
/// The page of metrics. An app counts for it what all apps of the process do since that app began: the end of a session that another test
/// began before makes one less.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class MetricsTests(Chromium chromium)
{
    [Fact]
    public async Task The_metrics_are_a_page_of_text()
    {
        await using SampleApp app = await SampleApp.StartAsync(SampleStore.Memory);
        await using Device admin = await chromium.NewDeviceAsync(app);
        await admin.SignInAsync("admin");
        await admin.OpenAsync("Admin");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Metrics" }).ClickAsync();

        ILocator numbers = admin.Page.Locator("body");
        await Assertions.Expect(numbers).ToContainTextAsync("securesessions_sessions_active{otel_scope_name=\"SecureSessions\"}");

        // Other apps of this process have lines of the same name.
        Assert.True(
            Regex.Matches(await numbers.InnerTextAsync(), @"securesessions_sessions_active\{[^}]*\} (\d+)").Sum(
                static line => int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture)) >= 1);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Events;

/// <summary>
/// No secret is logged. The host of every test searches its log for the tokens that it issued; these tests show that the search works.
/// </summary>
public sealed class SecretsInLogsTests
{
    [Fact]
    [Trait("Requirement", "LG-3")]
    public async Task A_whole_life_at_trace_level_logs_neither_token_nor_value()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, kind: ServerKind.KestrelHttp1);
        using Browser browser = host.NewBrowser();

        foreach (
            string path in (string[])["/set/key/canary-1", "/sign-in/alice", "/set/key/canary-2", "/regenerate", "/throw", "/sign-out"])
            await browser.GetAsync(path);

        Assert.NotEmpty(host.Logs.Lines);
        Assert.DoesNotContain(host.Logs.Lines, static line =>
            line.Category.StartsWith("SecureSessions", StringComparison.Ordinal)
                && line.Message.Replace("path=/set/key/canary-", "", StringComparison.Ordinal).Contains(
                    "canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_whose_app_logs_a_token_fails_its_test()
    {
        SessionHost host = await SessionHost.StartAsync(static app => app.MapGet("/leak", static (HttpContext context) =>
        {
            context.Session.SetString("a", "1");
            app_log(context);
        }));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/leak");

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await host.DisposeAsync());

        static void app_log(HttpContext context) => Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(
            (Microsoft.Extensions.Logging.ILogger)context.RequestServices.GetService(
                typeof(Microsoft.Extensions.Logging.ILogger<SecretsInLogsTests>))!,
            "{Header}", context.Response.Headers.SetCookie.ToString());
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The audit log of a busy site.</summary>
public sealed class SampleAuditTests
{
    // All of one source, which may try so many passwords at a time.
    private const int Users = 10;

    [Fact]
    [Trait("Requirement", "LG-3")]
    [Trait("Requirement", "LG-4")]
    public async Task Every_event_has_its_line_and_no_line_has_a_secret()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "audit.jsonl");

        string[] secrets = await BeBusyAsync(path);

        string trail = await File.ReadAllTextAsync(path);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, trail, StringComparison.Ordinal));
        JsonElement[] lines =
            [.. trail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            (Users, Users),
            (
                lines.Count(static line => Says(line, "session_created", "alice")),
                lines.Count(static line => Says(line, "session_logout", "alice"))));
        Assert.All(lines, static line => Assert.Equal(
            "at event level outcome reason response sessionId user actor address path userAgent device network newDevice node",
            string.Join(' ', line.EnumerateObject().Select(static field => field.Name))));
        Assert.All(
            lines, static line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$", line.GetProperty("at").GetString()));
    }

    private static bool Says(JsonElement line, string name, string user) =>
        line.GetProperty("event").GetString() == name
            && line.GetProperty("user").GetString() == user
            && line.GetProperty("outcome").GetString() == "Success";

    /// <summary>Signs many users in and out at once; returns what no line may hold.</summary>
    private static async Task<string[]> BeBusyAsync(string path)
    {
        await using WebApplicationFactory<Program> factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            host.UseSetting("Audit:File", path).UseSetting("Sessions:MaxSessionsPerUser", $"{Users}")
                .UseSetting("Sessions:SignInAttempts:SourceFailures", $"{Users}")
                .ConfigureLogging(static logging => logging.ClearProviders()));
        string[] tokens = await Task.WhenAll(Enumerable.Range(0, Users).Select(async _ =>
        {
            using var browser = new Browser(
                new HttpClient(factory.Server.CreateHandler()) { BaseAddress = new Uri("https://localhost/"), Timeout = Patience.Limit });
            await SampleSite.LogInAsync(browser, "alice", "Wonderland-7-teapots");
            string token = browser.Token!;
            await browser.GetAsync("/account?canary=in-the-query");
            await SampleSite.LogOutAsync(browser);
            await browser.GetAsync("/account", ("Cookie", $"{SecureSessionDefaults.CookieName}={token}"));
            return token;
        }));

        return [.. tokens.Select(static token => token[SessionId.TextLength..]), "Wonderland-7-teapots", "canary"];
    }
}

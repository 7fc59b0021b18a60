using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Audit;

/// <summary>The audit log of an app.</summary>
public sealed class SessionAuditLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public SessionAuditLogTests() => _path = Path.Combine(_folder.Path, "audit.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "LG-3")]
    [Trait("Requirement", "LG-4")]
    public async Task Every_event_of_the_app_has_its_line_and_no_line_has_a_secret()
    {
        await using SessionHost host = await StartAsync(log => log.File = _path);
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice?canary=in-the-query");
        string secret = browser.Token![SessionId.TextLength..];
        await browser.GetAsync("/set/color/canary-value");
        await browser.GetAsync("/regenerate");
        await browser.GetAsync("/sign-out");
        await StopAsync(host);

        string text = await File.ReadAllTextAsync(_path);
        JsonElement[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line))];
        Assert.Equal(
            host.Events.All.Select(static e => (e.Name, e.UserId)),
            lines.Select(static line => (line.GetProperty("event").GetString(), line.GetProperty("user").GetString()))!);
        Assert.Equal(
            ["session_created", "session_regenerated", "session_logout"], lines.Select(static line => line.GetProperty("event").GetString()));
        Assert.All(lines, static line => Assert.Equal("shop-1", line.GetProperty("node").GetString()));
        Assert.All((string[])[secret, "canary"], hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_hangs_slows_no_request()
    {
        var gate = new TaskCompletionSource();
        await using SessionHost host = await StartAsync(target: new RecordingTarget { Gate = gate.Task });
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice");
        Page page = await browser.GetAsync("/who");

        Assert.Equal("alice", page.Body);
        Assert.Empty(host.Logs.Of("session_event_handler_fail"));
        gate.SetResult();
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_no_request_anything_and_no_line_once_there_is_room()
    {
        // A device that has no room for a single byte stands in for the disk. Only Linux has it; elsewhere a folder is in the way.
        if (OperatingSystem.IsLinux())
            File.CreateSymbolicLink(_path, "/dev/full");
        else
            Directory.CreateDirectory(_path);

        await using SessionHost host = await StartAsync(log => log.File = Path.Combine(_folder.Path, "audit.jsonl"));
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        await browser.GetAsync("/sign-out");
        await Poll.UntilAsync(() => host.Logs.Of("session_audit_fail").Count > 0, "the full disk is reported");
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Remove(_path);
        await Poll.UntilAsync(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                return host.Logs.Of("session_audit_resumed").Count > 0;
            },
            "the file is written again");
        await StopAsync(host);

        Assert.Equal(
            ["session_created", "session_logout"],
            (await File.ReadAllLinesAsync(_path)).Select(static line => JsonElement.Parse(line).GetProperty("event").GetString()));
        Assert.Contains(
            OperatingSystem.IsLinux() ? "No space left" : "",
            Assert.Single(host.Logs.Of("session_audit_fail")).Exception!.Message,
            StringComparison.Ordinal);
        Assert.Empty(host.Logs.Of("session_event_handler_fail"));
    }

    [Fact]
    public async Task Without_a_file_the_lines_are_in_the_apps_log_under_their_category()
    {
        await using SessionHost host = await StartAsync(static _ => { });
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        await StopAsync(host);

        LogLine line = Assert.Single(host.Logs.Lines, static line => line.Category == SessionAuditLogDefaults.Category);
        Assert.Equal((LogLevel.Information, 1, "session_created"), (line.Level, line.Event.Id, line.Event.Name));
        Assert.Equal("alice", JsonElement.Parse(line.Message).GetProperty("user").GetString());
    }

    [Fact]
    public async Task To_add_it_twice_is_to_add_it_once()
    {
        await using SessionHost host = await StartAsync(log => log.File = _path, second: static log => log.Node = "shop-2");
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        await StopAsync(host);

        Assert.Contains("\"node\":\"shop-2\"", Assert.Single(await File.ReadAllLinesAsync(_path)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "ID-9")]
    public async Task A_flood_of_made_up_cookies_leaves_a_sample_of_its_lines_and_their_number()
    {
        await using SessionHost host = await StartAsync(log => log.File = _path, limit: 3, kind: ServerKind.KestrelHttp1);
        using HttpClient flooder = host.NewClient();
        for (int i = 0; i < 50; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
            request.Headers.Add("Cookie", $"{SecureSessionDefaults.CookieName}=made-up");
            (await flooder.SendAsync(request)).Dispose();
        }

        await StopAsync(host);

        JsonElement[] lines = [.. (await File.ReadAllLinesAsync(_path)).Select(static line => JsonElement.Parse(line))];
        Assert.Equal(4, lines.Count(static line => line.GetProperty("event").GetString() == "session_token_rejected"));
        Assert.Equal(
            46,
            lines.Where(static line => line.GetProperty("event").GetString() == "audit_events_lost")
                .Sum(static line => line.GetProperty("lost").GetInt32()));
    }

    private static Task<SessionHost> StartAsync(
        Action<SessionAuditLogOptions>? configure = null,
        Action<SessionAuditLogOptions>? second = null,
        RecordingTarget? target = null,
        int limit = SecureSessionDefaults.MaxUnknownTokens,
        ServerKind kind = ServerKind.TestServer) =>
        SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            Map = SmallApp.Map,
            Configure = options => options.Signals.MaxUnknownTokens = limit,
            ConfigureSessions = sessions =>
            {
                sessions.AddSessionAuditLog(configure).AddSessionAuditLog(second ?? (static log => log.Node = "shop-1"));
                if (target is not null)
                    sessions.Services.AddSingleton<IAuditTarget>(target);
            },
        });

    // What a host does when the process is told to end.
    private static Task StopAsync(SessionHost host) => host.Services.GetRequiredService<IHost>().StopAsync();

    private static void Remove(string path)
    {
        if (OperatingSystem.IsLinux())
            File.Delete(path);
        else
            Directory.Delete(path);
    }
}

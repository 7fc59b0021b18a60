using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>The sample in a process of its own, with a home of its own, on a database that it may share.</summary>
internal sealed class SampleNode : IAsyncDisposable
{
    private const string Field = "__RequestVerificationToken";

    private readonly TempFolder _home = new();
    private readonly string _database;
    private RunningApp? _app;

    private SampleNode(string database) => _database = database;

    public static async Task<SampleNode> StartAsync(string database)
    {
        var node = new SampleNode(database);
        try
        {
            await node.StartProcessAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process, and starts another one.</summary>
    public async Task RestartAsync()
    {
        await _app!.DisposeAsync();
        await StartProcessAsync();
    }

    public Browser NewBrowser(CookieJar? jar = null) => _app!.NewBrowser(jar);

    /// <summary>Fills in and sends the login form.</summary>
    public static Task<Page> LogInAsync(Browser browser) =>
        SubmitAsync(browser, "/login", "/login", new() { ["username"] = "alice", ["password"] = "Wonderland-7-teapots" });

    /// <summary>Presses the button that signs out.</summary>
    public static Task<Page> LogOutAsync(Browser browser) => SubmitAsync(browser, "/", "/logout", []);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _home.Dispose();
    }

    private static async Task<Page> SubmitAsync(Browser browser, string page, string action, Dictionary<string, string> fields)
    {
        string form = (await browser.GetAsync(page)).Body;
        fields.Add(Field, form[form.IndexOf(Field, StringComparison.Ordinal)..].Split("value=\"")[1].Split('"')[0]);
        return await browser.SubmitAsync(action, fields);
    }

    private async Task StartProcessAsync()
    {
        string program = Repository.PathTo(
            "samples/SecureSessions.Sample", "bin", Repository.Configuration, "net10.0", "SecureSessions.Sample.dll");
        _app = await RunningApp.StartAsync(
            _home.Path,
            DotNetCli.Program,
            program,
            "--database",
            _database,
            "--urls",
            "https://127.0.0.1:0",
            "--Sessions:StoreTimeout",
            $"{Patience.StoreTimeout}");
    }
}

using System.Net;
using System.Xml.Linq;

namespace SecureSessions.TestKit;

/// <summary>An app in a process of its own, with a home of its own, on a store that it may share.</summary>
public sealed class AppNode : IAsyncDisposable
{
    /// <summary>The sample.</summary>
    public const string Sample = "samples/SecureSessions.Sample";

    /// <summary>The app with a hub.</summary>
    public const string LiveApp = "tests/SecureSessions.LiveApp";

    private readonly TempFolder _home = new();
    private readonly string[] _arguments;
    private RunningApp? _app;

    private AppNode(string[] arguments) => _arguments = arguments;

    public Uri Address => _app!.Address;

    /// <summary>The keys by which it protects what is not a session, by their ids.</summary>
    public IReadOnlyList<string> KeyRing =>
    [
        .. Directory.EnumerateFiles(_home.Path, "key-*.xml", SearchOption.AllDirectories).Select(
            static file => XDocument.Load(file).Root!.Attribute("id")!.Value),
    ];

    /// <param name="app">The folder of its project.</param>
    /// <param name="arguments">Its command line: what store it is on, and more.</param>
    public static async Task<AppNode> StartAsync(string app, params string[] arguments)
    {
        string program = Repository.PathTo(app, "bin", Repository.Configuration, "net10.0", $"{Path.GetFileName(app)}.dll");
        var node = new AppNode(
            [program, "--urls", "https://127.0.0.1:0", "--Sessions:StoreTimeout", $"{Patience.StoreTimeout}", .. arguments]);
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

    public HttpClient NewClient() => _app!.NewClient();

    public Browser NewBrowser(CookieJar? jar = null) => _app!.NewBrowser(jar);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _home.Dispose();
    }

    private async Task StartProcessAsync()
    {
        _app = await RunningApp.StartAsync(_home.Path, DotNetCli.Program, _arguments);
        await Poll.UntilAsync(ServesSessionsAsync, "the node has its connection to the store");
    }

    // A cookie that is no session's has to be looked up.
    private async Task<bool> ServesSessionsAsync()
    {
        using Browser browser = NewBrowser();
        browser.Token = new string('A', 64);
        return (await browser.GetAsync("/")).Status == HttpStatusCode.OK;
    }
}

using System.Net;
using System.Xml.Linq;
using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>The sample in a process of its own, with a home of its own, on a Redis server that it may share.</summary>
internal sealed class SampleNode : IAsyncDisposable
{
    private static readonly string Program =
        Repository.PathTo("samples", "SecureSessions.Sample", "bin", Repository.Configuration, "net10.0", "SecureSessions.Sample.dll");

    private readonly TempFolder _home = new();
    private readonly string[] _arguments;
    private RunningApp? _app;

    private SampleNode(string[] arguments) => _arguments = arguments;

    public Uri Address => _app!.Address;

    /// <summary>The keys by which it protects what is not a session, by their ids.</summary>
    public string[] KeyRing =>
    [
        .. Directory.EnumerateFiles(_home.Path, "key-*.xml", SearchOption.AllDirectories).Select(static file => XDocument.Load(file).Root!.Attribute("id")!.Value),
    ];

    /// <param name="redis">As the sample takes it on its command line.</param>
    /// <param name="more">More for its command line.</param>
    public static async Task<SampleNode> StartAsync(string redis, params string[] more)
    {
        var node = new SampleNode([Program, "--redis", redis, "--urls", "https://127.0.0.1:0", .. more]);
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

    public async Task RestartAsync()
    {
        await _app!.DisposeAsync();
        await StartProcessAsync();
    }

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
        await Poll.UntilAsync(ServesSessionsAsync, TimeSpan.FromSeconds(10), "the node has its connection to Redis");
    }

    // A cookie that is no session's has to be looked up.
    private async Task<bool> ServesSessionsAsync()
    {
        using Browser browser = NewBrowser();
        browser.Token = new string('A', 64);
        return (await browser.GetAsync("/")).Status == HttpStatusCode.OK;
    }
}

using System.Diagnostics;
using System.Net;
using System.Reflection;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Load;

/// <summary>One app in a process of its own, and what a user has in hand after signing in to it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The request header of the user; empty if nobody has signed in.</summary>
    public string Header { get; private set; } = "";

    /// <summary>Starts this program once more, to serve an app.</summary>
    /// <param name="redis">Where Redis is.</param>
    /// <param name="arguments">What the program is told: which app.</param>
    public static async Task<ServerProcess> StartAsync(string redis, params string[] arguments)
    {
        string self = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        var start = new ProcessStartInfo(self, [.. host, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // As web apps have it by default.
        start.Environment["DOTNET_gcServer"] = "1";
        start.Environment[BenchmarkApp.RedisVariable] = redis;
        Process process = Process.Start(start)!;
        string address = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"{string.Join(' ', arguments)} did not start.");
        return new ServerProcess(process, new Uri(address));
    }

    /// <summary>Signs a browser in, which is given a cookie.</summary>
    public async Task SignBrowserInAsync()
    {
        var jar = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = jar };
        await SignInAsync(handler);
        Header = $"Cookie: {jar.GetCookieHeader(Address)}";
    }

    /// <summary>Signs a client without cookies in, which is given an access token.</summary>
    public async Task SignClientInAsync()
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        Header = $"Authorization: Bearer {await SignInAsync(handler)}";
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> SignInAsync(SocketsHttpHandler handler)
    {
        using var client = new HttpClient(handler, disposeHandler: false);
        client.DefaultRequestHeaders.UserAgent.ParseAdd(BenchmarkApp.Browser);
        using HttpResponseMessage response = (await client.GetAsync(new Uri(Address, "signin"))).EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}

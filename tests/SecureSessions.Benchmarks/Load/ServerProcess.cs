using System.Diagnostics;
using System.Net;
using System.Reflection;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Load;

/// <summary>One app in a process of its own, and what a browser holds after signing in to it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerProcess(Process process, Variant variant, Uri address)
    {
        _process = process;
        Variant = variant;
        Address = address;
    }

    public Variant Variant { get; }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public string Cookies { get; private set; } = "";

    public static async Task<ServerProcess> StartAsync(Variant variant, string redis)
    {
        string self = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        var start = new ProcessStartInfo(
            self, [.. host, "serve", variant.ToString()])
        { RedirectStandardInput = true, RedirectStandardOutput = true };

        // As web apps have it by default.
        start.Environment["DOTNET_gcServer"] = "1";
        start.Environment[BenchmarkApp.RedisVariable] = redis;
        Process process = Process.Start(start)!;
        string address = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"{variant} did not start.");
        var server = new ServerProcess(process, variant, new Uri(address));
        if (variant is not (Variant.Bare or Variant.Free))
            await server.SignInAsync();
        return server;
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

    private async Task SignInAsync()
    {
        var jar = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = jar };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.UserAgent.ParseAdd(BenchmarkApp.Browser);
        using HttpResponseMessage response = (await client.GetAsync(new Uri(Address, "signin"))).EnsureSuccessStatusCode();
        Cookies = jar.GetCookieHeader(Address);
    }
}

using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The sample with OpenID Connect, in a process of its own: the app and its provider, each at a port.</summary>
public sealed class OpenIdConnectApp : IAsyncLifetime, IDisposable
{
    private const string Sample = "SecureSessions.OpenIdConnectSample";

    private readonly TempFolder _folder = new();
    private RunningApp? _running;

    /// <summary>Where the app is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where the provider is.</summary>
    public Uri Provider { get; private set; } = null!;

    public async Task InitializeAsync() => _running = await LoopbackPorts.ListenAsync(async () =>
    {
        Address = NextAddress();
        Provider = NextAddress();
        string program = Repository.PathTo("samples", Sample, "bin", Repository.Configuration, "net10.0", $"{Sample}.dll");
        RunningApp running = await RunningApp.StartAsync(
            _folder.Path, DotNetCli.Program, program, $"--Urls={Origin(Address)}", $"--Provider={Origin(Provider)}");
        try
        {
            // The provider was first.
            await running.UntilListeningAsync(Address);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    });

    public async Task DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private static Uri NextAddress() => new($"https://localhost:{LoopbackPorts.Next()}");

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

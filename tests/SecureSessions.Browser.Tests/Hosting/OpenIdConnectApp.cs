using SecureSessions.TestKit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>The sample with OpenID Connect, in a process of its own: the app and its provider, each at a port.</summary>
public sealed class OpenIdConnectApp : IAsyncDisposable
{
    private const string Sample = "SecureSessions.OpenIdConnectSample";

    private readonly TempFolder _folder;
    private readonly RunningApp _running;

    private OpenIdConnectApp(TempFolder folder, RunningApp running, Uri app, Uri provider)
    {
        _folder = folder;
        _running = running;
        Address = app;
        Provider = provider;
    }

    /// <summary>Where the app is.</summary>
    public Uri Address { get; }

    /// <summary>Where the provider is.</summary>
    public Uri Provider { get; }

    /// <summary>Starts the sample, and waits until both listen.</summary>
    public static Task<OpenIdConnectApp> StartAsync() => LoopbackPorts.ListenAsync(async () =>
    {
        Uri app = NextAddress();
        Uri provider = NextAddress();
        string program = Repository.PathTo("samples", Sample, "bin", Repository.Configuration, "net10.0", $"{Sample}.dll");
        var folder = new TempFolder();
        try
        {
            RunningApp running = await RunningApp.StartAsync(
                folder.Path, DotNetCli.Program, program, $"--Urls={Origin(app)}", $"--Provider={Origin(provider)}");

            // The provider was first.
            await running.UntilListeningAsync(app);
            return new OpenIdConnectApp(folder, running, app, provider);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        _folder.Dispose();
    }

    private static Uri NextAddress() => new($"https://localhost:{LoopbackPorts.Next()}");

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

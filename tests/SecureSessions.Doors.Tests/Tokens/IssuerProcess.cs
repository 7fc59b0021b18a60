using System.Globalization;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>The issuer in a process of its own, at an address that it is told.</summary>
public sealed class IssuerProcess : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _home = new();
    private RunningApp? _app;

    /// <summary>Its address, as the tokens name it.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The certificate that it shows.</summary>
    public string CertificateFile => Path.Combine(_home.Path, "test.crt");

    public Task InitializeAsync() => LoopbackPorts.ListenAsync(async () =>
    {
        Issuer = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{LoopbackPorts.Next()}");
        _app = await RunningApp.StartAsync(
            _home.Path,
            DotNetCli.Program,
            typeof(IssuerProgram).Assembly.Location,
            IssuerProgram.Name,
            "--issuer",
            Issuer,
            "--urls",
            Issuer);
        return true;
    });

    public HttpClient NewClient() => _app!.NewClient();

    /// <summary>Signs a user in, and returns the refresh token.</summary>
    public async Task<string> SignInAsync(string user = "ada")
    {
        using HttpClient client = NewClient();
        using HttpResponseMessage response = await client.PostAsync(new Uri($"/sign-in/{user}", UriKind.Relative), content: null);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();
}

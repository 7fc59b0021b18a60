using System.ComponentModel;
using System.Text.Json;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Doors.Tests.Tokens;

/// <summary>The client in JavaScript, with its packages as npm has them: <c>npm ci</c>, once, in a temporary folder.</summary>
public sealed class NodeClient : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public async Task InitializeAsync()
    {
        foreach (string file in (string[])["package.json", "package-lock.json", ".npmrc", "client.js"])
        {
            File.Copy(
                Repository.PathTo("tests", "SecureSessions.Doors.Tests", "Tokens", "Client", file), Path.Combine(_folder.Path, file));
        }

        await RunAsync("npm", "ci", "--ignore-scripts");
    }

    /// <summary>Runs it against an issuer, and returns what it saw.</summary>
    internal async Task<JsonElement> RunAsync(IssuerProcess issuer, string refreshToken)
    {
        // Node knows the certificate of the test by its environment only.
        string output = await RunAsync(
            "/usr/bin/env",
            $"NODE_EXTRA_CA_CERTS={issuer.CertificateFile}",
            "node",
            "client.js",
            issuer.Issuer,
            IssuerProgram.Api,
            refreshToken,
            IssuerProgram.IntrospectionKey);
        return JsonDocument.Parse(output.Split('\n').Single(static line => line.StartsWith('{'))).RootElement;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            return await Command.RunAsync(_folder.Path, Patience.BuildLimit, program, arguments);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{missing.Message}. `apt-get install nodejs npm` installs what is missing; `bash tests/run.sh` does so by itself where it "
                + "may.",
                missing);
        }
    }
}

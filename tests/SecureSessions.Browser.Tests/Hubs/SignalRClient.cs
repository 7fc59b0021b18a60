using System.ComponentModel;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Browser.Tests.Hubs;

/// <summary>The client of SignalR in JavaScript, as a page gets it: <c>npm ci</c>, once, in a temporary folder.</summary>
public sealed class SignalRClient : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The script that a page loads.</summary>
    public string Script => File.ReadAllText(
        Path.Combine(_folder.Path, "node_modules", "@microsoft", "signalr", "dist", "browser", "signalr.js"));

    /// <summary>A file of the folder that the page is in.</summary>
    public static string PathTo(string file) => Repository.PathTo("tests", "SecureSessions.Browser.Tests", "Hubs", "Client", file);

    public async Task InitializeAsync()
    {
        foreach (string file in (string[])["package.json", "package-lock.json", ".npmrc"])
            File.Copy(PathTo(file), Path.Combine(_folder.Path, file));

        try
        {
            await Command.RunAsync(_folder.Path, Patience.BuildLimit, "npm", "ci", "--ignore-scripts");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{missing.Message}. `apt-get install nodejs npm` installs what is missing; `bash tests/run.sh` does so by itself where it "
                + "may.",
                missing);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}

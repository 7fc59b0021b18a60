using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.LinkCheck;

/// <summary>A newer StackExchange.Redis, and what was compiled against it.</summary>
internal sealed class NewerClient : IDisposable
{
    private const string Project = "SecureSessions.Redis.LinkCheck";

    private readonly TempFolder _folder = new();

    /// <summary>The store, compiled.</summary>
    public string StorePath => PathTo("SecureSessions.Redis.dll");

    public string ClientPath => PathTo("StackExchange.Redis.dll");

    /// <summary>Compiles the store's sources; what the compiler finds wrong, obsolete members included, is an exception that says it.</summary>
    public static Task<NewerClient> CompileStoreAsync(string version) => CompileAsync(version, "Store");

    /// <summary>Compiles an app that has the store as it was built.</summary>
    public static Task<NewerClient> CompileAppAsync(string version) => CompileAsync(version, "App");

    public void Dispose() => _folder.Dispose();

    private static async Task<NewerClient> CompileAsync(string version, string subject)
    {
        var client = new NewerClient();
        try
        {
            await DotNetCli.RunAsync(
                Repository.PathTo("tests", Project),
                "build", "-warnaserror", "-c", Repository.Configuration, "--artifacts-path", client._folder.Path, $"-p:StackExchangeRedisVersion={version}", $"-p:Subject={subject}");
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private string PathTo(string file) => Path.Combine(_folder.Path, "bin", Project, Repository.Configuration.ToLowerInvariant(), file);
}

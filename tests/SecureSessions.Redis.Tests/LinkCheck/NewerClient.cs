using SecureSessions.TestKit;

namespace SecureSessions.Redis.Tests.LinkCheck;

/// <summary>A newer StackExchange.Redis, and the store's sources compiled against it.</summary>
internal sealed class NewerClient : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private const string Project = "SecureSessions.Redis.LinkCheck";

    private readonly TempFolder _folder = new();

    /// <summary>The store, compiled.</summary>
    public string StorePath => PathTo("SecureSessions.Redis.dll");

    public string ClientPath => PathTo("StackExchange.Redis.dll");

    /// <summary>Compiles the sources; what the compiler finds wrong, obsolete members included, is an exception that says it.</summary>
    public static async Task<NewerClient> CompileAsync(string version)
    {
        var client = new NewerClient();
        try
        {
            await DotNetCli.RunAsync(
                Repository.PathTo("tests", Project),
                "build", "-warnaserror", "-c", Configuration, "--artifacts-path", client._folder.Path, $"-p:StackExchangeRedisVersion={version}");
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    private string PathTo(string file) => Path.Combine(_folder.Path, "bin", Project, Configuration.ToLowerInvariant(), file);
}

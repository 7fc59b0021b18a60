using System.ComponentModel;

namespace SecureSessions.TestKit;

/// <summary>The programs <c>redis-server</c> and <c>redis-cli</c> on the PATH.</summary>
internal static class RedisProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Command StartServer(string folder, params string[] arguments)
    {
        Command command = Command.Create(folder, "redis-server", arguments, new Dictionary<string, string>());
        return StartOrExplain("redis-server", () =>
        {
            command.Start();
            return command;
        });
    }

    public static Task<string> RunCliAsync(string folder, params string[] arguments) =>
        StartOrExplain("redis-cli", () => Command.RunAsync(folder, Limit, "redis-cli", arguments));

    private static T StartOrExplain<T>(string program, Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} does not start: {missing.Message}. `apt-get install redis-server` installs it; `bash tests/run.sh` does so by itself where it may.", missing);
        }
    }
}

using System.ComponentModel;

namespace SecureSessions.TestKit;

/// <summary>The programs <c>redis-server</c> and <c>redis-cli</c> on the PATH.</summary>
internal static class RedisProgram
{
    public static Command StartServer(string folder, params string[] arguments)
    {
        Command command = Command.Create(folder, "redis-server", arguments, new Dictionary<string, string>());
        try
        {
            command.Start();
            return command;
        }
        catch (Win32Exception missing)
        {
            throw Explained(missing);
        }
    }

    public static async Task<string> RunCliAsync(string folder, params string[] arguments)
    {
        try
        {
            return await Command.RunAsync(folder, Patience.Limit, "redis-cli", arguments);
        }
        catch (Win32Exception missing)
        {
            throw Explained(missing);
        }
    }

    private static InvalidOperationException Explained(Win32Exception missing) =>
        new(
            $"{missing.Message}. `apt-get install redis-server` installs what is missing; `bash tests/run.sh` does so by itself where "
            + "it may.",
            missing);
}

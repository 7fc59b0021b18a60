namespace SecureSessions.TestKit;

/// <summary>The .NET command line.</summary>
public static class DotNetCli
{
    /// <summary>The program that runs these tests.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static Task<string> RunAsync(string folder, params string[] arguments) =>
        Command.RunAsync(folder, Patience.BuildLimit, Program, arguments);
}

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>The tests are run by their runner. Started as a program, this is a node that nginx stands in front of.</summary>
internal static class NodeProgram
{
    public static Task Main(string[] args) => ProxiedApp.RunAsync(args);
}

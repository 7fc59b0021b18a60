namespace SecureSessions.Benchmarks.Memory;

internal static class MemoryMode
{
    public static Task RunAsync() => Task.CompletedTask;
}

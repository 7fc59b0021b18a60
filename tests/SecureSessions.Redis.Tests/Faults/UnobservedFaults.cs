using System.Collections.Concurrent;

namespace SecureSessions.Redis.Tests;

/// <summary>Collects the exceptions of tasks that nobody looked at.</summary>
internal sealed class UnobservedFaults : IDisposable
{
    private readonly ConcurrentQueue<string> _faults = new();

    public UnobservedFaults() => TaskScheduler.UnobservedTaskException += Keep;

    /// <summary>All since this was made: they show when the tasks are collected.</summary>
    public IReadOnlyCollection<string> Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return _faults;
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Keep;

    private void Keep(object? sender, UnobservedTaskExceptionEventArgs fault) => _faults.Enqueue($"Nobody looked at: {fault.Exception}");
}

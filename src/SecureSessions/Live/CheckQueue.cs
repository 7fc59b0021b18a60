using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>
/// Runs the checks of live sessions, a limited number at a time, so that a check of all of them leaves the store capacity for requests.
/// </summary>
internal sealed class CheckQueue
{
    private const int MaxAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Queue<Func<Task>> _waiting = [];
    private int _running;

    /// <summary>Whether checks are queued or running.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _running > 0;
        }
    }

    /// <param name="check">The check, which must not throw.</param>
    public void Add(Func<Task> check)
    {
        lock (_lock)
        {
            _waiting.Enqueue(check);
            if (_running == MaxAtOnce)
                return;

            _running++;
        }

        // The request or subscription that gave the hint does not wait. The check runs on another thread, without its ambient state.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (TryTake(out Func<Task>? check))
            await check();
    }

    private bool TryTake([NotNullWhen(true)] out Func<Task>? check)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out check))
                return true;

            _running--;
            return false;
        }
    }
}

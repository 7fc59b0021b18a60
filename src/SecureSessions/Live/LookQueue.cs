using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

/// <summary>The looks at live sessions that are to be made. Few at a time, so that looking at all of them leaves the store room for requests.</summary>
internal sealed class LookQueue
{
    private const int MostAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Queue<Func<Task>> _waiting = [];
    private int _running;

    /// <summary>Whether looks are waiting or being made.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _running > 0;
        }
    }

    /// <param name="look">Must not throw.</param>
    public void Add(Func<Task> look)
    {
        lock (_lock)
        {
            _waiting.Enqueue(look);
            if (_running == MostAtOnce)
                return;

            _running++;
        }

        // Whoever gave the hint, a request or a subscription, does not wait, and lends neither its stack nor its ambient state.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (TryTake(out Func<Task>? look))
            await look();
    }

    private bool TryTake([NotNullWhen(true)] out Func<Task>? look)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out look))
                return true;

            _running--;
            return false;
        }
    }
}

namespace SecureSessions.Tests.Properties;

/// <summary>Runs everything on one thread and knows when there is nothing left to run: requests become coroutines.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<Action> _work = new();

    public override void Post(SendOrPostCallback d, object? state) => _work.Enqueue(() => d(state));

    /// <summary>Runs something and whatever follows from it, until all of it waits.</summary>
    public void Run(Action action)
    {
        SynchronizationContext? previous = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_work.TryDequeue(out Action? next))
                next();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}

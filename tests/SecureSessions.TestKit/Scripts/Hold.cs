namespace SecureSessions.TestKit;

/// <summary>A place in a handler where a request waits until it is let go.</summary>
public sealed class Hold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a request waits here; fails if none comes.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience.Limit);

    public void Release() => _released.TrySetResult();

    public Task WaitAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}

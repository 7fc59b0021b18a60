namespace SecureSessions.Tests.Docs.LiveConnections;

/// <summary>What the page's long request waits for.</summary>
internal sealed class Changes
{
    private readonly TaskCompletionSource<string> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> WaitForNextAsync(CancellationToken cancellationToken) => _next.Task.WaitAsync(cancellationToken);
}

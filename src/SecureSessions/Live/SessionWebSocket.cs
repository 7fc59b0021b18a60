using System.Net.WebSockets;

namespace SecureSessions;

/// <summary>Closes a WebSocket when a session ends or its privileges change, until it is disposed.</summary>
internal sealed class SessionWebSocket : IAsyncDisposable
{
    private const string Reason = "The session has ended or changed.";

    private readonly WebSocket _webSocket;
    private readonly CancellationTokenSource _left = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _closing = Task.CompletedTask;

    public SessionWebSocket(WebSocket webSocket, CancellationToken ended)
    {
        _webSocket = webSocket;
        _registration = ended.UnsafeRegister(static closer => ((SessionWebSocket)closer!).OnEnded(), this);
    }

    /// <summary>The handler has left: what is being sent is sent, and nobody waits for an answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        await _left.CancelAsync();
        await _closing;
        _left.Dispose();
    }

    private void OnEnded() => _closing = CloseAsync();

    private async Task CloseAsync()
    {
        try
        {
            // Runs out by the system's clock: it is the peer's answer that is waited for, not a deadline of the session.
            using var limit = new CancellationTokenSource(SecureSessionDefaults.WebSocketCloseTimeout);
            await _webSocket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, Reason, limit.Token);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _left.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // Closed already, or the peer takes nothing in.
        }

        // Whoever does not answer could go on sending. The handler reads the answer, if it reads at all.
        if (!_left.IsCancellationRequested && _webSocket.State != WebSocketState.Closed)
            _webSocket.Abort();
    }
}

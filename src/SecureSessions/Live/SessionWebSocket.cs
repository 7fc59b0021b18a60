using System.Net.WebSockets;

namespace SecureSessions;

/// <summary>Closes a WebSocket when a session ends or its privileges change, until it is disposed.</summary>
internal sealed class SessionWebSocket : IAsyncDisposable
{
    private const string Reason = "The session has ended or changed.";

    private readonly WebSocket _webSocket;
    private readonly CancellationTokenSource _handlerLeft = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _closing = Task.CompletedTask;

    public SessionWebSocket(WebSocket webSocket, CancellationToken ended)
    {
        _webSocket = webSocket;
        _registration = ended.UnsafeRegister(static closer => ((SessionWebSocket)closer!).OnEnded(), this);
    }

    /// <summary>The handler is done with the socket: a close frame is still sent, but the peer's answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        await _handlerLeft.CancelAsync();
        await _closing;
        _handlerLeft.Dispose();
    }

    private void OnEnded() => _closing = CloseAsync();

    private async Task CloseAsync()
    {
        try
        {
            // The system's clock is used: the wait is for the peer's answer, and not for a deadline of the session.
            using var limit = new CancellationTokenSource(SecureSessionDefaults.WebSocketCloseTimeout);
            await _webSocket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, Reason, limit.Token);
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _handlerLeft.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception) when (
            exception is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The socket is closed already, or the peer reads nothing.
        }

        // A peer that does not answer could go on sending. The answer is seen only if the handler receives.
        if (!_handlerLeft.IsCancellationRequested && _webSocket.State != WebSocketState.Closed)
            _webSocket.Abort();
    }
}

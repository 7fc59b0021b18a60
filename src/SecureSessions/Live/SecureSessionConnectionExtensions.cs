using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>Ends WebSockets and event streams of a request when its session ends or its privileges change (TM-9, RG-1).</summary>
public static class SecureSessionConnectionExtensions
{
    /// <summary>
    /// Closes a WebSocket when <see cref="ISecureSession.Ended"/> fires, with the status 1008 (policy violation) and a short reason. If the
    /// peer does not answer within
    /// <see cref="SecureSessionDefaults.WebSocketCloseTimeout"/>, the connection is cut.
    /// </summary>
    /// <param name="session">The session of the request. If no session is stored, the socket is not closed.</param>
    /// <param name="webSocket">The socket.</param>
    /// <returns>An object to dispose when the handler is done with the socket: <c>await using</c>.</returns>
    /// <remarks>
    /// The handler has to go on receiving, to read the peer's close frame, and then sees the socket leave the state <c>Open</c>.
    /// </remarks>
    public static IAsyncDisposable CloseWhenEnded(this ISecureSession session, WebSocket webSocket)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(webSocket);
        return new SessionWebSocket(webSocket, session.Ended);
    }

    /// <summary>
    /// Returns the items until <see cref="ISecureSession.Ended"/> fires; then the sequence ends without an exception. For server-sent
    /// events.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="source">The items. The source receives a token that is cancelled at the end of the session; a source that ignores it
    /// is not waited for.</param>
    /// <param name="session">The session of the request. If no session is stored, all items are returned.</param>
    /// <returns>The items up to the end of the session.</returns>
    public static IAsyncEnumerable<T> UntilEnded<T>(this IAsyncEnumerable<T> source, ISecureSession session)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(session);
        return TakeUntil(source, session.Ended);
    }

    private static async IAsyncEnumerable<T> TakeUntil<T>(
        IAsyncEnumerable<T> source, CancellationToken ended, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(stop.Token);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (await MoveNextAsync(next = items.MoveNextAsync().AsTask(), ended))
                yield return items.Current;
        }
        finally
        {
            // An enumerator must not be disposed while MoveNextAsync() runs. If it ignores its token, it is disposed later, and the caller
            // does not wait.
            bool isBusy = !next.IsCompleted;

            // The end of the session has woken this wait, and may not have reached the source yet.
            if (ended.IsCancellationRequested)
                await stop.CancelAsync();
            Task disposal = DisposeAsync(items, next, stop);
            if (!isBusy)
                await disposal;
        }
    }

    private static async Task<bool> MoveNextAsync(Task<bool> next, CancellationToken ended)
    {
        try
        {
            return await next.WaitAsync(ended) && !ended.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task DisposeAsync<T>(IAsyncEnumerator<T> items, Task<bool> next, CancellationTokenSource stop)
    {
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await items.DisposeAsync();
        stop.Dispose();
    }
}

using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>Ends what a request keeps open when its session ends or its privileges change (TM-9, RG-1).</summary>
public static class SecureSessionConnectionExtensions
{
    /// <summary>
    /// Closes a WebSocket when <see cref="ISecureSession.Ended"/> fires, with the status 1008 (policy violation) and a short reason. If the peer does not answer within
    /// <see cref="SecureSessionDefaults.WebSocketCloseTimeout"/>, the connection is cut.
    /// </summary>
    /// <param name="session">The session of the request. If none is stored, nothing is ever closed.</param>
    /// <param name="webSocket">The socket.</param>
    /// <returns>Dispose it when the handler is done with the socket: <c>await using</c>.</returns>
    /// <remarks>The handler goes on receiving, as it has to read the peer's answer, and sees the socket leave the state <c>Open</c>.</remarks>
    public static IAsyncDisposable CloseWhenEnded(this ISecureSession session, WebSocket webSocket)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(webSocket);
        return new SessionWebSocket(webSocket, session.Ended);
    }

    /// <summary>Hands the items on until <see cref="ISecureSession.Ended"/> fires; then the sequence ends too, without an exception. For server-sent events.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="source">The items. It is given a token that is cancelled then; if it does not heed it, it is left behind.</param>
    /// <param name="session">The session of the request. If none is stored, all items are handed on.</param>
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
            while (await MovesAsync(next = items.MoveNextAsync().AsTask(), ended))
                yield return items.Current;
        }
        finally
        {
            // An enumerator must not be disposed while it is still busy with an item; nobody waits for one that does not heed its token.
            bool isBusy = !next.IsCompleted;
            Task disposal = DisposeAsync(items, next, stop);
            if (!isBusy)
                await disposal;
        }
    }

    private static async Task<bool> MovesAsync(Task<bool> next, CancellationToken ended)
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

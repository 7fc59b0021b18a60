using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// Closes a hub's connections when their session ends or its privileges change (TM-9, RG-1). Connections without a session are left alone.
/// </summary>
internal sealed class SecureSessionHubFilter(
    LiveSessions liveSessions,
    SessionLifecycle lifecycle,
    TimeProvider timeProvider,
    IOptions<SecureSessionHubOptions> options) : IHubFilter
{
    private static readonly object Key = new();

    private readonly bool _callsAreActivity = options.Value.HubCallsAreActivity;

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        Attach(context.Context);
        try
        {
            await next(context);
        }
        catch
        {
            // The hub refused the connection, so OnDisconnectedAsync() does not run.
            Find(context.Context)?.Dispose();
            throw;
        }
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (Find(invocationContext.Context) is { } session)
        {
            // The connection is being closed. Calls that arrive until then must not run.
            if (session.HasEnded)
                throw new HubException("The session has ended, or its privileges have changed. Connect again.");

            if (_callsAreActivity)
                session.CountCall();
        }

        return next(invocationContext);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception);
        }
        finally
        {
            Find(context.Context)?.Dispose();
        }
    }

    private void Attach(HubCallerContext connection)
    {
        if (connection.GetHttpContext() is { } request && ConnectionTicket.Take(request) is { } ticket)
            connection.Items[Key] = new ConnectionSession(ticket, () => Close(connection), liveSessions, lifecycle, timeProvider);
    }

    // SignalR does the same when an authentication expires: the client is allowed to reconnect, which it is not after Abort().
    private static void Close(HubCallerContext connection)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            lifetime.RequestClose();
        else
            connection.Abort();
    }

    /// <summary>The session of a connection; <see langword="null"/> if it has none.</summary>
    public static ConnectionSession? Find(HubCallerContext connection) =>
        connection.Items.TryGetValue(Key, out object? kept) ? kept as ConnectionSession : null;
}

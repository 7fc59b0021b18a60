using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Reports an event: first to the log, then to the metrics, then to the app's handlers.</summary>
internal sealed class SessionEvents(
    ILogger<SessionEvents> logger,
    SessionMetrics metrics,
    SessionPolicy policy,
    TimeProvider timeProvider,
    IEnumerable<ISecureSessionEventHandler> handlers,
    ISessionEventWatch? watch = null)
{
    private readonly ISecureSessionEventHandler[] _handlers = [.. handlers];

    /// <summary>Raises an event that a request caused, or none.</summary>
    public ValueTask RaiseAsync(
        HttpContext? context,
        SessionEventType type,
        SessionId? id,
        string? userId,
        SessionEndReason? reason = null,
        string? detail = null,
        SessionClient? client = null,
        IReadOnlyList<KnownDevice>? knownDevices = null,
        SignalResponse? response = null,
        SessionEventOutcome outcome = default,
        string? actor = null) =>
        RaiseAsync(new SecureSessionEvent
        {
            Type = type,
            At = timeProvider.GetUtcNow(),
            SessionId = id,
            UserId = userId,
            Reason = reason,
            Detail = detail,
            Client = client,
            KnownDevices = knownDevices,
            Response = response,
            Outcome = outcome,
            Actor = actor,
            Origin = RequestOrigin.Of(context),
        });

    public async ValueTask RaiseAsync(SecureSessionEvent sessionEvent)
    {
        sessionEvent.IsLeftOutOfLog = watch?.LeavesOutOfLog(sessionEvent) is true;
        await ReportAsync(sessionEvent);
        if (watch?.Note(sessionEvent) is { } derived)
            await ReportAsync(derived);
    }

    private async ValueTask ReportAsync(SecureSessionEvent sessionEvent)
    {
        if (!sessionEvent.IsLeftOutOfLog)
            EventLine.Write(logger, sessionEvent);

        EventCatalogue.Of(sessionEvent.Type).Count(metrics, sessionEvent);
        foreach (ISecureSessionEventHandler handler in _handlers)
            await CallAsync(handler, sessionEvent);
    }

    private async ValueTask CallAsync(ISecureSessionEventHandler handler, SecureSessionEvent sessionEvent)
    {
        try
        {
            using var timeout = new CancellationTokenSource(policy.StoreTimeout, timeProvider);
            await handler.HandleAsync(sessionEvent, timeout.Token).AsTask().WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            // The handler is the app's code. Whatever it throws, the event has happened and the request must go on.
            Log.EventHandlerFailed(logger, sessionEvent.Name, exception);
        }
    }
}

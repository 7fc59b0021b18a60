using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tokens;

/// <summary>
/// Takes a session back whose tokens were not delivered: nobody knows them, and it would stay on the user's lists for weeks.
/// </summary>
internal sealed class TokenDelivery(SessionEnding ending, SessionEvents events)
{
    /// <summary>Takes the session back when the request is over, if its answer was an error or was never begun.</summary>
    /// <remarks>
    /// Whether the client has closed the connection tells nothing: it may do so as soon as it has read the answer.
    /// </remarks>
    public void Watch(HttpContext context, LoadedSession session) => context.Response.OnCompleted(async () =>
    {
        if (context.Response is not { HasStarted: true, StatusCode: < StatusCodes.Status400BadRequest })
            await TakeBackAsync(context, session);
    });

    /// <summary>Ends the session. The method does not throw: the caller has an earlier failure to report.</summary>
    public async ValueTask TakeBackAsync(HttpContext context, LoadedSession session)
    {
        (SessionId id, string? userId) = (session.Record.Id, session.Payload.UserId);
        if (!await ending.RollBackAsync(id, userId))
            await events.RaiseAsync(context, SessionEventType.Expired, id, userId, SessionEndReason.Undelivered);
    }
}

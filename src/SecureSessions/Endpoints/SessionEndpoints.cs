using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using static SecureSessions.SessionAnswersContext;

namespace SecureSessions;

/// <summary>
/// The handlers of the endpoints. Their user is the one whom authentication found and to whom the session of the request belongs, so that
/// no request can name another user (ASVS 8.2.2).
/// </summary>
internal static class SessionEndpoints
{
    /// <summary>Returns the status of the session, also of an anonymous one, or that there is none.</summary>
    public static JsonHttpResult<SessionStatusAnswer> Status(HttpContext context) =>
        TypedResults.Json(SessionStatusAnswer.Of(SessionOf(context), UserIdOf(context)), SessionAnswersContext.Default.SessionStatusAnswer);

    /// <summary>Ends the session of the request, also an anonymous one. Without a session there is nothing to do.</summary>
    public static JsonHttpResult<SessionsEndedAnswer> SignOut(HttpContext context)
    {
        SecureSession session = SessionOf(context);
        session.End();
        bool isStored = session.State == SessionState.Ending;
        return Ended(isStored ? 1 : 0, signedOut: isStored);
    }

    public static async Task<Results<JsonHttpResult<SessionListAnswer>, UnauthorizedHttpResult>> ListAsync(
        HttpContext context, ISecureSessionManager manager)
    {
        if (UserIdOf(context) is not { } userId)
            return TypedResults.Unauthorized();

        IReadOnlyList<UserSession> sessions = await manager.ListAsync(userId, SessionOf(context), context.RequestAborted);
        return TypedResults.Json(SessionListAnswer.Of(sessions), SessionAnswersContext.Default.SessionListAnswer);
    }

    public static async Task<Results<JsonHttpResult<SessionsEndedAnswer>, UnauthorizedHttpResult, NotFound>> EndAsync(
        HttpContext context, ISecureSessionManager manager, string id)
    {
        if (UserIdOf(context) is not { } userId)
            return TypedResults.Unauthorized();

        SecureSession session = SessionOf(context);
        if (id == session.Id)
        {
            session.End();
            return Ended(1, signedOut: true);
        }

        // The answer does not tell whether the session is another user's, has ended, or never was.
        return SessionId.TryParse(id, out SessionId other) && await manager.EndAsync(userId, other, cancellationToken: NotCancelled)
            ? Ended(1, signedOut: false)
            : TypedResults.NotFound();
    }

    public static async Task<Results<JsonHttpResult<SessionsEndedAnswer>, UnauthorizedHttpResult>> EndOthersAsync(
        HttpContext context, ISecureSessionManager manager)
    {
        return UserIdOf(context) is null
            ? TypedResults.Unauthorized()
            : Ended(await manager.EndOthersAsync(SessionOf(context), cancellationToken: NotCancelled), signedOut: false);
    }

    public static async Task<Results<JsonHttpResult<SessionsEndedAnswer>, UnauthorizedHttpResult>> EndAllAsync(
        HttpContext context, ISecureSessionManager manager)
    {
        if (UserIdOf(context) is null)
            return TypedResults.Unauthorized();

        SecureSession session = SessionOf(context);

        // The session of the request ends last, by End(), which also takes the cookie back. If the store fails before, the user is still
        // signed in and can try again.
        int others = await manager.EndOthersAsync(session, cancellationToken: NotCancelled);
        session.End();
        return Ended(others + 1, signedOut: true);
    }

    /// <summary>Runs for all of these endpoints.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (SessionOf(context) is { IsAvailable: false, IsUnreadable: false })
        {
            // The request goes on although the store failed. It is not known whether somebody is signed in, so the answer must not say that
            // nobody is.
            context.RequestServices.GetRequiredService<FailureAnswer>().Write(context.Response, StatusCodes.Status503ServiceUnavailable);
            return TypedResults.Empty;
        }

        using (AmbientRequest.Enter(context))
            return await next(invocation);
    }

    /// <summary>The session of the request.</summary>
    public static SecureSession SessionOf(HttpContext context) => RequestSession.Find(context)?.Session
        ?? throw new InvalidOperationException(
            "The endpoints of MapSecureSessions() need the session. Call app.UseSecureSessions(), and do not mark them WithoutSession().");

    /// <summary>
    /// The user for whom the endpoints act. Nobody, if another scheme than the one that authenticated this request began the session, such
    /// as the scheme of the first half of a sign-in.
    /// </summary>
    public static string? UserIdOf(HttpContext context) =>
        SessionOf(context).UserId is { } userId
        && context.User.Identity is { IsAuthenticated: true }
        && context.RequestServices.GetRequiredService<SessionPolicy>().UserIdSelector(context.User) == userId ? userId : null;

    // A browser that goes away must not leave half of the sessions alive.
    private static CancellationToken NotCancelled => CancellationToken.None;

    private static JsonHttpResult<SessionsEndedAnswer> Ended(int count, bool signedOut) =>
        TypedResults.Json(new SessionsEndedAnswer(count, signedOut), SessionAnswersContext.Default.Ended);
}

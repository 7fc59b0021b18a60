using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>What the endpoints do. The user is whom authentication found and the request's own session belongs to, so that nobody can name another (ASVS 8.2.2).</summary>
internal static class SessionEndpoints
{
    /// <summary>How the session stands; of an anonymous one, and of none, too.</summary>
    public static JsonHttpResult<SessionStatusAnswer> Status(HttpContext context) =>
        TypedResults.Json(SessionStatusAnswer.Of(SessionOf(context), UserIdOf(context)), SessionAnswersContext.Default.SessionStatusAnswer);

    /// <summary>Ends the own session, an anonymous one too; where there is none, nothing is left to do.</summary>
    public static JsonHttpResult<SessionsEndedAnswer> SignOut(HttpContext context)
    {
        SecureSession session = SessionOf(context);
        session.End();
        bool isStored = session.State == SessionState.Ending;
        return Ended(isStored ? 1 : 0, signedOut: isStored);
    }

    public static async Task<Results<JsonHttpResult<SessionListAnswer>, UnauthorizedHttpResult>> ListAsync(HttpContext context, ISecureSessionManager manager)
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

        // Another user's session, one that has ended and no session at all are not told apart.
        return SessionId.TryParse(id, out SessionId other) && await manager.EndAsync(userId, other, cancellationToken: Unstoppable)
            ? Ended(1, signedOut: false)
            : TypedResults.NotFound();
    }

    public static async Task<Results<JsonHttpResult<SessionsEndedAnswer>, UnauthorizedHttpResult>> EndOthersAsync(HttpContext context, ISecureSessionManager manager)
    {
        return UserIdOf(context) is null
            ? TypedResults.Unauthorized()
            : Ended(await manager.EndOthersAsync(SessionOf(context), cancellationToken: Unstoppable), signedOut: false);
    }

    public static async Task<Results<JsonHttpResult<SessionsEndedAnswer>, UnauthorizedHttpResult>> EndAllAsync(HttpContext context, ISecureSessionManager manager)
    {
        if (UserIdOf(context) is null)
            return TypedResults.Unauthorized();

        SecureSession session = SessionOf(context);

        // The own one last, and by itself: that is what takes the cookie back, and if the store fails before, the user is still there to try again.
        int others = await manager.EndOthersAsync(session, cancellationToken: Unstoppable);
        session.End();
        return Ended(others + 1, signedOut: true);
    }

    /// <summary>What holds for all of them.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (SessionOf(context) is { IsAvailable: false, IsUnreadable: false })
        {
            // Carried on although the store failed: who is signed in is not known, and "nobody" would be a lie.
            context.RequestServices.GetRequiredService<FailureAnswer>().Write(context.Response, StatusCodes.Status503ServiceUnavailable);
            return TypedResults.Empty;
        }

        using (AmbientRequest.Enter(context))
            return await next(invocation);
    }

    /// <summary>The session of the request.</summary>
    public static SecureSession SessionOf(HttpContext context) => RequestSession.Find(context)?.Session
        ?? throw new InvalidOperationException("The endpoints of MapSecureSessions() need the session. Call app.UseSecureSessions(), and do not mark them WithoutSession().");

    /// <summary>
    /// Whom the endpoints act for; nobody, where the session was begun by a scheme that is not the one by which this request was authenticated: by
    /// the first half of a sign-in, for one.
    /// </summary>
    public static string? UserIdOf(HttpContext context) =>
        SessionOf(context).UserId is { } userId
        && context.User.Identity is { IsAuthenticated: true }
        && context.RequestServices.GetRequiredService<SessionPolicy>().UserIdSelector(context.User) == userId ? userId : null;

    // A browser that goes away must not leave half of the sessions alive.
    private static CancellationToken Unstoppable => CancellationToken.None;

    private static JsonHttpResult<SessionsEndedAnswer> Ended(int count, bool signedOut) =>
        TypedResults.Json(new SessionsEndedAnswer(count, signedOut), SessionAnswersContext.Default.SessionsEndedAnswer);
}

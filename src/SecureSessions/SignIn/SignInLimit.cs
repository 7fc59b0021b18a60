using System.Diagnostics;
using System.Globalization;

namespace SecureSessions;

/// <summary>The limit of a user's sessions, which a sign-in may exceed.</summary>
internal static class SignInLimit
{
    /// <summary>Refuses a sign-in before it has ended or created anything; its reservation is taken back.</summary>
    public static async ValueTask EnsureAllowsAsync(RequestSession request, SessionStart start, LoadedSession? old)
    {
        SessionServices services = request.Services;
        if (services.Policy.SessionLimit != SessionLimitBehavior.RefuseNew)
            return;

        try
        {
            if (!await services.Lifecycle.IsLimitReachedAsync(start, SignInReplacement.IdOfSameUser(old, start)))
                return;
        }
        catch (SecureSessionStoreException)
        {
            services.Lifecycle.TakeBackLater(start);
            throw;
        }

        await services.Lifecycle.TakeBackAsync(start.Token.Id, start.UserId);
        await RaiseExceededAsync(request, id: null, start.UserId, SessionEventOutcome.Refused);
        throw new SessionLimitException(services.Policy.MaxSessionsPerUser);
    }

    /// <summary>What a sign-in that has its place on the list does about those before it.</summary>
    /// <param name="request">The request that signs in.</param>
    /// <param name="start">The sign-in.</param>
    /// <param name="replaced">The session of the same user that has made way for it, and does not count.</param>
    public static async ValueTask HoldAsync(RequestSession request, SessionStart start, SessionId? replaced)
    {
        SessionServices services = request.Services;
        bool exceeded = false;
        try
        {
            switch (services.Policy.SessionLimit)
            {
                case SessionLimitBehavior.EndOldest:
                    foreach (SessionId id in await services.Lifecycle.ListBeyondLimitAsync(start, replaced))
                        exceeded |= await EndAsync(request, start.UserId!, id);
                    break;
                case SessionLimitBehavior.RefuseNew:
                    break;
                case SessionLimitBehavior.AllowAndNotify:
                    exceeded = await services.Lifecycle.IsLimitReachedAsync(start, replaced);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. Whatever is too many is still listed: the next sign-in ends it.
        }

        if (exceeded)
        {
            bool onlyTold = services.Policy.SessionLimit == SessionLimitBehavior.AllowAndNotify;
            await RaiseExceededAsync(request, start.Token.Id, start.UserId, onlyTold ? SessionEventOutcome.Noticed : SessionEventOutcome.Success);
        }
    }

    /// <summary>Ends one that is too many. Of those who try, the one that found a session, or a sign-in under way, reports it.</summary>
    private static async ValueTask<bool> EndAsync(RequestSession request, string userId, SessionId id)
    {
        EndResult end = await request.Services.Lifecycle.EndListedAsync(userId, id, SessionEndReason.Limit);
        bool wasUnderWay = end.Status == EndStatus.Absent;
        bool endedHere = wasUnderWay || end.Status == EndStatus.Ended;
        if (endedHere)
            await request.RaiseAsync(SessionEventType.Expired, id, userId, SessionEndReason.Limit, wasUnderWay ? SessionMetrics.SignInDetail : null);
        return endedHere;
    }

    private static ValueTask RaiseExceededAsync(RequestSession request, SessionId? id, string? userId, SessionEventOutcome outcome) => request.RaiseAsync(
        SessionEventType.LimitExceeded,
        id,
        userId,
        detail: request.Services.Policy.MaxSessionsPerUser.ToString(CultureInfo.InvariantCulture),
        outcome: outcome);
}

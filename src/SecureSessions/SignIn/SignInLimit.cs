using System.Diagnostics;
using System.Globalization;

namespace SecureSessions;

/// <summary>How many sessions a user has, against how many are allowed, when a sign-in adds one.</summary>
/// <remarks>
/// A reservation fixes a sign-in's place in the line, so that each sign-in only looks at the sessions before it: of any number of sign-ins at
/// once, the same sessions are too many for all of them.
/// </remarks>
internal sealed class SignInLimit(SessionPolicy policy, StoreGateway store, SessionEnding ending, SessionEvents events)
{
    /// <summary>Refuses a sign-in before it has ended or created anything; its reservation is taken back.</summary>
    /// <exception cref="SessionLimitException">The sessions of the user fill the limit.</exception>
    public async ValueTask EnsureAllowsAsync(RequestSession request, SessionStart start, LoadedSession? old)
    {
        if (policy.SessionLimit != SessionLimitBehavior.RefuseNew)
            return;

        try
        {
            if (!await IsReachedAsync(start, SignInReplacement.IdOfSameUser(old, start)))
                return;
        }
        catch (SecureSessionStoreException)
        {
            ending.TakeBackLater(start);
            throw;
        }

        await ending.TakeBackAsync(start.Token.Id, start.UserId);
        await RaiseExceededAsync(request, id: null, start.UserId, SessionEventOutcome.Refused);
        throw new SessionLimitException(policy.MaxSessionsPerUser);
    }

    /// <summary>What a sign-in that has its place on the list does about the sessions before it.</summary>
    /// <param name="request">The request that signs in.</param>
    /// <param name="start">The sign-in.</param>
    /// <param name="replaced">The session of the same user that has made way for it, and does not count.</param>
    public async ValueTask EnforceAsync(RequestSession request, SessionStart start, SessionId? replaced)
    {
        bool exceeded = false;
        try
        {
            switch (policy.SessionLimit)
            {
                case SessionLimitBehavior.EndOldest:
                    foreach (SessionId id in await ListExceedingAsync(start, replaced))
                        exceeded |= await EndAsync(request, start.UserId!, id);
                    break;
                case SessionLimitBehavior.RefuseNew:
                    break;
                case SessionLimitBehavior.AllowAndNotify:
                    exceeded = await IsReachedAsync(start, replaced);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. A session that exceeds the limit is still listed: the next sign-in ends it.
        }

        if (exceeded)
        {
            bool onlyNotifies = policy.SessionLimit == SessionLimitBehavior.AllowAndNotify;
            await RaiseExceededAsync(request, start.Token.Id, start.UserId, onlyNotifies ? SessionEventOutcome.Noticed : SessionEventOutcome.Success);
        }
    }

    /// <summary>
    /// Whether the sessions that were listed before this one fill the limit: what lives, and what may still be created. Takes dead entries off the
    /// list on the way.
    /// </summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">A session of the same user that makes way for it, and does not count.</param>
    private async ValueTask<bool> IsReachedAsync(SessionStart start, SessionId? replaced)
    {
        // Up to the limit, dead ones included, no session has to be looked at.
        if (start.BeyondLimit.Count == 0)
            return false;

        int room = policy.MaxSessionsPerUser;
        foreach (IndexedSession listed in await store.ListAsync(start.UserId!))
        {
            if (listed.Id == start.Token.Id)
                break;
            if (listed.Id != replaced && await MayLiveAsync(start, listed) && --room == 0)
                return true;
        }

        return false;
    }

    /// <summary>The sessions before this one that exceed the limit, the oldest in front.</summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">
    /// A session of the same user that has made way for it. It may have been counted when this one was listed, or be gone before: only the list can
    /// tell.
    /// </param>
    private async ValueTask<IReadOnlyList<SessionId>> ListExceedingAsync(SessionStart start, SessionId? replaced)
    {
        if (start.BeyondLimit.Count == 0 || replaced is null)
            return start.BeyondLimit;

        SessionId[] listed = [.. (await store.ListAsync(start.UserId!)).Select(static listed => listed.Id).Where(id => id != replaced)];

        // A session that is not listed any more has itself exceeded the limit: the sign-ins after it end what was before it.
        int before = Array.IndexOf(listed, start.Token.Id);
        return [.. listed.Take(before + 1 - policy.MaxSessionsPerUser)];
    }

    private async ValueTask<bool> MayLiveAsync(SessionStart start, IndexedSession listed)
    {
        SessionSummary? session = await store.PeekAsync(listed.Id);
        bool mayBeCreated = session is null && start.CreatedAt < listed.ReservedAt + SecureSessionDefaults.ReservationPeriod;
        if (mayBeCreated || session is { End: null })
            return true;

        await ending.UnlistAsync(start.UserId!, listed.Id, session);
        return false;
    }

    /// <summary>Ends a session that exceeds the limit. Of the sign-ins that try, the one that found a session, or a sign-in under way, reports it.</summary>
    private async ValueTask<bool> EndAsync(RequestSession request, string userId, SessionId id)
    {
        EndResult end = await ending.EndListedAsync(userId, id, SessionEndReason.Limit);
        bool wasUnderWay = end.Status == EndStatus.Absent;
        bool endedHere = wasUnderWay || end.Status == EndStatus.Ended;
        if (endedHere)
        {
            string? detail = wasUnderWay ? SessionMetrics.SignInDetail : null;
            await events.RaiseAsync(request.Context, SessionEventType.Expired, id, userId, SessionEndReason.Limit, detail);
        }

        return endedHere;
    }

    private ValueTask RaiseExceededAsync(RequestSession request, SessionId? id, string? userId, SessionEventOutcome outcome) => events.RaiseAsync(
        request.Context,
        SessionEventType.LimitExceeded,
        id,
        userId,
        detail: policy.MaxSessionsPerUser.ToString(CultureInfo.InvariantCulture),
        outcome: outcome);
}

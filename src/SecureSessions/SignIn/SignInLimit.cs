using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Keeps the limit of sessions per user when a sign-in adds one.</summary>
/// <remarks>
/// A reservation fixes a sign-in's place on the user's list, and each sign-in only counts the sessions before its own. So simultaneous
/// sign-ins agree on which sessions exceed the limit.
/// </remarks>
internal sealed class SignInLimit(SessionPolicy policy, StoreGateway store, SessionEnding ending, SessionEvents events)
{
    /// <summary>Refuses a sign-in before it has ended or created a session, and rolls back its reservation.</summary>
    /// <exception cref="SessionLimitException">The user has as many sessions as allowed.</exception>
    public async ValueTask EnsureAllowsAsync(HttpContext context, SessionStart start, LoadedSession? old)
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
            ending.RollBackInBackground(start);
            throw;
        }

        await ending.RollBackAsync(start.Token.Id, start.UserId);
        await RaiseExceededAsync(context, start, id: null, SessionEventOutcome.Refused);
        throw new SessionLimitException(start.MaxSessions);
    }

    /// <summary>Applies the limit to the sessions that were listed before a sign-in that succeeded.</summary>
    /// <param name="context">The request that signs in.</param>
    /// <param name="start">The session that the sign-in began.</param>
    /// <param name="replaced">The session of the same user that the sign-in has replaced, and that does not count.</param>
    public async ValueTask EnforceAsync(HttpContext context, SessionStart start, SessionId? replaced)
    {
        bool exceeded = false;
        try
        {
            switch (policy.SessionLimit)
            {
                case SessionLimitBehavior.EndOldest:
                    foreach (SessionId id in await ListExceedingAsync(start, replaced))
                        exceeded |= await EndAsync(context, start.UserId!, id);
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
            await RaiseExceededAsync(
                context, start, start.Token.Id, onlyNotifies ? SessionEventOutcome.Noticed : SessionEventOutcome.Success);
        }
    }

    /// <summary>
    /// Whether the sessions that were listed before this one reach the limit: sessions that are alive, and sign-ins that may still create
    /// theirs. Removes the entries of ended sessions from the list on the way.
    /// </summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">A session of the same user that the sign-in replaces, and that does not count.</param>
    private async ValueTask<bool> IsReachedAsync(SessionStart start, SessionId? replaced)
    {
        // If the list with its entries of ended sessions is within the limit, no session has to be looked up.
        if (start.OverLimit.Count == 0)
            return false;

        int remaining = start.MaxSessions;
        foreach (IndexedSession listed in await store.ListAsync(start.UserId!))
        {
            if (listed.Id == start.Token.Id)
                break;
            if (listed.Id != replaced && await IsAliveOrPendingAsync(start, listed) && --remaining == 0)
                return true;
        }

        return false;
    }

    /// <summary>The sessions before this one that exceed the limit, the oldest first.</summary>
    /// <param name="start">The session that was begun.</param>
    /// <param name="replaced">
    /// A session of the same user that the sign-in has replaced. Only the list tells whether it was counted when this session was
    /// reserved.
    /// </param>
    private async ValueTask<IReadOnlyList<SessionId>> ListExceedingAsync(SessionStart start, SessionId? replaced)
    {
        if (start.OverLimit.Count == 0 || replaced is null)
            return start.OverLimit;

        SessionId[] listed = [.. (await store.ListAsync(start.UserId!)).Select(static listed => listed.Id).Where(id => id != replaced)];

        // If this session is not listed any more, it has exceeded the limit itself, and the sign-ins after it end the sessions before it.
        int before = Array.IndexOf(listed, start.Token.Id);
        return [.. listed.Take(before + 1 - start.MaxSessions)];
    }

    private async ValueTask<bool> IsAliveOrPendingAsync(SessionStart start, IndexedSession listed)
    {
        SessionSummary? session = await store.PeekAsync(listed.Id);
        bool mayBeCreated = session is null && start.CreatedAt < listed.ReservedAt + SecureSessionDefaults.ReservationPeriod;
        if (mayBeCreated || session is { End: null })
            return true;

        await ending.UnlistAsync(start.UserId!, listed.Id, session);
        return false;
    }

    /// <summary>
    /// Ends a session that exceeds the limit. Only the sign-in that found it alive, or still being created, reports the end.
    /// </summary>
    private async ValueTask<bool> EndAsync(HttpContext context, string userId, SessionId id)
    {
        EndResult end = await ending.EndListedAsync(userId, id, SessionEndReason.Limit);
        bool wasUnderWay = end.Status == EndStatus.Absent;
        bool endedHere = wasUnderWay || end.Status == EndStatus.Ended;
        if (endedHere)
        {
            string? detail = wasUnderWay ? SessionMetrics.SignInDetail : null;
            await events.RaiseAsync(context, SessionEventType.Expired, id, userId, SessionEndReason.Limit, detail);
        }

        return endedHere;
    }

    private ValueTask RaiseExceededAsync(HttpContext context, SessionStart start, SessionId? id, SessionEventOutcome outcome) =>
        events.RaiseAsync(
        context,
        SessionEventType.LimitExceeded,
        id,
        start.UserId,
        detail: start.MaxSessions.ToString(CultureInfo.InvariantCulture),
        outcome: outcome);
}

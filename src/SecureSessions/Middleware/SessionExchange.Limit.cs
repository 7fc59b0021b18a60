using System.Diagnostics;
using System.Globalization;

namespace SecureSessions;

// The limit of a user's sessions, which a sign-in may exceed.
internal sealed partial class SessionExchange
{
    private static SessionId? IdOfSameUser(LoadedSession? old, SessionStart start) => old is not null && old.Payload.UserId == start.UserId ? old.Record.Id : null;

    /// <summary>Refuses a sign-in before it has ended or created anything; its reservation is taken back.</summary>
    private async ValueTask EnsureLimitAllowsAsync(SessionStart start, LoadedSession? old)
    {
        if (_services.Policy.SessionLimit != SessionLimitBehavior.RefuseNew)
            return;

        try
        {
            if (!await _services.Lifecycle.IsLimitReachedAsync(start, IdOfSameUser(old, start)))
                return;
        }
        catch (SecureSessionStoreException)
        {
            _services.Lifecycle.TakeBackLater(start);
            throw;
        }

        await _services.Lifecycle.TakeBackAsync(start.Token.Id, start.UserId);
        await RaiseLimitExceededAsync(id: null, start.UserId, SessionEventOutcome.Refused);
        throw new SessionLimitException(_services.Policy.MaxSessionsPerUser);
    }

    /// <summary>What a sign-in that has its place on the list does about those before it.</summary>
    /// <param name="start">The sign-in.</param>
    /// <param name="replaced">The session of the same user that has made way for it, and does not count.</param>
    private async ValueTask HoldLimitAsync(SessionStart start, SessionId? replaced)
    {
        bool exceeded = false;
        try
        {
            switch (_services.Policy.SessionLimit)
            {
                case SessionLimitBehavior.EndOldest:
                    foreach (SessionId id in await _services.Lifecycle.ListBeyondLimitAsync(start, replaced))
                        exceeded |= await EndTooManyAsync(start.UserId!, id);
                    break;
                case SessionLimitBehavior.RefuseNew:
                    break;
                case SessionLimitBehavior.AllowAndNotify:
                    exceeded = await _services.Lifecycle.IsLimitReachedAsync(start, replaced);
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
            bool onlyTold = _services.Policy.SessionLimit == SessionLimitBehavior.AllowAndNotify;
            await RaiseLimitExceededAsync(start.Token.Id, start.UserId, onlyTold ? SessionEventOutcome.Noticed : SessionEventOutcome.Success);
        }
    }

    /// <summary>Ends one that is too many. Of those who try, the one that found a session, or a sign-in under way, reports it.</summary>
    private async ValueTask<bool> EndTooManyAsync(string userId, SessionId id)
    {
        EndResult end = await _services.Lifecycle.EndListedAsync(userId, id, SessionEndReason.Limit);
        bool wasUnderWay = end.Status == EndStatus.Absent;
        bool endedHere = wasUnderWay || end.Status == EndStatus.Ended;
        if (endedHere)
            await RaiseAsync(SessionEventType.Expired, id, userId, SessionEndReason.Limit, wasUnderWay ? SessionMetrics.SignInDetail : null);
        return endedHere;
    }

    private ValueTask RaiseLimitExceededAsync(SessionId? id, string? userId, SessionEventOutcome outcome) => RaiseAsync(
        SessionEventType.LimitExceeded, id, userId, detail: _services.Policy.MaxSessionsPerUser.ToString(CultureInfo.InvariantCulture), outcome: outcome);
}

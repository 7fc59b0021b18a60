using System.Globalization;

namespace SecureSessions;

// What a sign-in ends: the session that it takes the place of, and those that are too many.
internal sealed partial class SessionExchange
{
    /// <summary>
    /// Creates the session that was begun; an anonymous one makes way before, and a signed-in one after. Returns the latter's id as well, if it
    /// was a session of the same user and ended here.
    /// </summary>
    private async ValueTask<(LoadedSession Created, SessionId? Replaced)> CreateInPlaceOfAsync(LoadedSession? old, SessionStart start, SessionPayload payload)
    {
        try
        {
            if (old is { IsAnonymous: true })
                payload = payload.WithValues(SelectValues(old, start.UserId!, await EndAnonymousAsync(old)));

            LoadedSession created = await _services.Lifecycle.CreateAsync(start, payload);
            if (old is null or { IsAnonymous: true })
                return (created, null);

            EndStatus status = (await _services.Lifecycle.EndAsync(old.Record.Id, SessionEndReason.Replaced)).Status;
            await RaiseReplacedAsync(old, status);
            return (created, status == EndStatus.Ended && old.Payload.UserId == start.UserId ? old.Record.Id : null);
        }
        catch
        {
            // Whatever it was: who is told that the sign-in failed must not be signed in, and there must not be two sessions.
            _services.Lifecycle.TakeBackLater(start);
            throw;
        }
    }

    /// <summary>Ends an anonymous session before the one that takes its place is created; its values as they were at the end.</summary>
    private async ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> EndAnonymousAsync(LoadedSession old)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> own = _session.CurrentValues;
        bool isEnding = _session.State is SessionState.Ending or SessionState.Replacing;
        TakenValues taken = await _services.Lifecycle.EndAndTakeValuesAsync(old, _session.Changes);
        _session.Forget();
        await RaiseReplacedAsync(old, taken.Status);
        return isEnding ? own : taken.Values;
    }

    // Of two sign-ins over one session, one ends it and tells of it.
    private ValueTask RaiseReplacedAsync(LoadedSession old, EndStatus status) => status == EndStatus.Ended
        ? RaiseAsync(SessionEventType.Expired, old.Record.Id, old.Payload.UserId, SessionEndReason.Replaced)
        : ValueTask.CompletedTask;

    /// <summary>Ends the oldest sessions of the user that are too many now. One that this sign-in has replaced is gone and does not count.</summary>
    private async ValueTask EndBeyondLimitAsync(SessionStart start, SessionId? replaced)
    {
        // If it is not among those beyond, it stood in the room of the last of them.
        IEnumerable<SessionId> beyond = replaced is { } gone
            ? start.Beyond.Contains(gone) ? start.Beyond.Where(id => id != gone) : start.Beyond.SkipLast(1)
            : start.Beyond;
        bool exceeded = false;
        try
        {
            foreach (SessionId id in beyond)
                exceeded |= await EndTooManyAsync(start.UserId!, id);
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. They are still listed: the next sign-in ends them.
        }

        if (exceeded)
            await RaiseAsync(SessionEventType.LimitExceeded, start.Token.Id, start.UserId, detail: _services.Policy.MaxSessionsPerUser?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reports whether there was a session, or a sign-in under way, to end.</summary>
    private async ValueTask<bool> EndTooManyAsync(string userId, SessionId id)
    {
        EndResult end = await _services.Lifecycle.EndListedAsync(userId, id, SessionEndReason.Limit);
        if (end.Status == EndStatus.Ended)
            await RaiseAsync(SessionEventType.Expired, id, userId, SessionEndReason.Limit);

        return end.Status is EndStatus.Ended or EndStatus.Absent;
    }
}

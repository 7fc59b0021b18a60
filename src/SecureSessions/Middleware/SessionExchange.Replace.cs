namespace SecureSessions;

// What a sign-in ends: the session that it takes the place of.
internal sealed partial class SessionExchange
{
    /// <summary>
    /// Creates the session that was begun; an anonymous one makes way before, and a signed-in one after. Returns the latter's id as well, if it
    /// was a session of the same user.
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
            return (created, IdOfSameUser(old, start));
        }
        catch (SessionLimitException)
        {
            // It will not be, and still it stands in the line: what was too many before it is its to end, should those after it die over theirs.
            await HoldLimitAsync(start, replaced: null);
            _services.Lifecycle.TakeBackLater(start);
            throw;
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
}

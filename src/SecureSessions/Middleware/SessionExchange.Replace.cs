namespace SecureSessions;

// What a sign-in ends: the session that it takes the place of.
internal sealed partial class SessionExchange
{
    /// <summary>
    /// Creates the session that was begun; an anonymous one makes way before, and a signed-in one after. Returns the latter's id as well, if it
    /// was a session of the same user.
    /// </summary>
    /// <exception cref="SessionEndedException">That session had been ended, which this sign-in must not undo.</exception>
    private async ValueTask<(LoadedSession Created, SessionId? Replaced)> CreateInPlaceOfAsync(
        LoadedSession? old, SessionStart start, SessionPayload payload, bool isHeld)
    {
        try
        {
            if (old is { IsAnonymous: true })
                payload = payload.WithValues(SelectValues(old, start.UserId!, await EndAnonymousAsync(old)));

            LoadedSession created = await _services.Lifecycle.CreateAsync(start, payload);
            if (old is null or { IsAnonymous: true })
                return (created, null);

            EndResult end = await _services.Lifecycle.EndAsync(old.Record.Id, SessionEndReason.Replaced);
            if (end.Status != EndStatus.Ended && (isHeld || WasEndedOnPurpose(old, start, end)))
            {
                BarUnlessNavigating();
                throw new SessionEndedException("The session was ended while the request signed its user in again. Nobody is signed in; let the user sign in once more.");
            }

            await RaiseReplacedAsync(old, end.Status);
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

    // An app may sign a user in anew without asking for a password. What ended the session of the same user meanwhile, a sign-out or a
    // revocation, must hold then; the next attempt starts from nothing, and so proves who it is.
    private static bool WasEndedOnPurpose(LoadedSession old, SessionStart start, EndResult end) =>
        IdOfSameUser(old, start) is not null
        && end.Session?.End?.Reason is SessionEndReason.SignedOut or SessionEndReason.Revoked or SessionEndReason.SecretReused;

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
    private ValueTask RaiseReplacedAsync(LoadedSession old, EndStatus status)
    {
        _leftBehind |= status != EndStatus.Ended;
        return status == EndStatus.Ended
            ? RaiseAsync(SessionEventType.Expired, old.Record.Id, old.Payload.UserId, SessionEndReason.Replaced)
            : ValueTask.CompletedTask;
    }
}

namespace SecureSessions;

/// <summary>What a sign-in ends, and what moves along: the session that it takes the place of.</summary>
internal sealed class SignInReplacement(
    SessionPolicy policy, SessionVault vault, SessionCreation creation, SessionEnding ending, SignInLimit limit, SessionEvents events)
{
    /// <summary>
    /// Creates the session that was begun; an anonymous one makes way before, and a signed-in one after. Returns the latter's id as well, if it
    /// was a session of the same user.
    /// </summary>
    /// <exception cref="SessionEndedException">That session had been ended, which this sign-in must not undo.</exception>
    public async ValueTask<(LoadedSession Created, SessionId? Replaced)> CreateInPlaceOfAsync(
        RequestSession request, LoadedSession? old, SessionStart start, SessionPayload payload, bool isHeld)
    {
        try
        {
            if (old is { IsAnonymous: true })
                payload = payload.WithValues(SelectValues(old, start.UserId!, await EndAnonymousAsync(request, old)));

            LoadedSession created = await creation.CreateAsync(start, payload);
            if (old is null or { IsAnonymous: true })
                return (created, null);

            EndResult end = await ending.EndAsync(old.Record.Id, SessionEndReason.Replaced);
            if (end.Status != EndStatus.Ended && (isHeld || WasEndedOnPurpose(old, start, end)))
            {
                request.Apply(new SessionOutcome { Bar = RequestFacts.BarOfDeadToken(request.Context.Request) });
                throw new SessionEndedException("The session was ended while the request signed its user in again. Nobody is signed in; let the user sign in once more.");
            }

            await ReportReplacedAsync(request, old, end.Status);
            return (created, IdOfSameUser(old, start));
        }
        catch (SessionLimitException)
        {
            // It will not be, and still it stands in the line: what was too many before it is its to end, should those after it die over theirs.
            await limit.EnforceAsync(request, start, replaced: null);
            ending.TakeBackLater(start);
            throw;
        }
        catch
        {
            // Whatever it was: who is told that the sign-in failed must not be signed in, and there must not be two sessions.
            ending.TakeBackLater(start);
            throw;
        }
    }

    /// <summary>The session that makes way, if it is one of the user who signs in.</summary>
    public static SessionId? IdOfSameUser(LoadedSession? old, SessionStart start) => old is not null && old.Payload.UserId == start.UserId ? old.Record.Id : null;

    /// <summary>The values that move along: those of an anonymous session, and those of the same user's.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> SelectValues(
        LoadedSession? old, string userId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) =>
        policy.KeepValuesOnSignIn && (old is null || old.IsAnonymous || old.Payload.UserId == userId)
            ? values.Where(value => policy.KeepValueOnSignIn(value.Key)).ToDictionary(StringComparer.Ordinal)
            : SessionPayload.Empty.Values;

    // An app may sign a user in anew without asking for a password. What ended the session of the same user meanwhile, a sign-out or a
    // revocation, must hold then; the next attempt starts from nothing, and so proves who it is.
    private static bool WasEndedOnPurpose(LoadedSession old, SessionStart start, EndResult end) =>
        IdOfSameUser(old, start) is not null
        && end.Session?.End?.Reason is SessionEndReason.SignedOut or SessionEndReason.Revoked or SessionEndReason.SecretReused;

    /// <summary>
    /// Ends an anonymous session before the one that takes its place is created. The values that move are those that were stored when it ended, so
    /// that a parallel write is not lost, with this request's own changes on top.
    /// </summary>
    private async ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> EndAnonymousAsync(RequestSession request, LoadedSession old)
    {
        SecureSession session = request.Session;
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> own = session.CurrentValues;
        SessionChanges? changes = session.Changes;
        bool isEnding = session.State is SessionState.Ending or SessionState.Replacing;
        (EndStatus status, LoadedSession last) = await vault.EndAsync(
            old, current => ending.EndAsync(current.Record.Id, SessionEndReason.Replaced, current.Record.Version));
        if (status == EndStatus.Conflict)
            throw new SecureSessionStoreException("The session that the sign-in replaces kept changing; the sign-in was given up.");

        request.Apply(new SessionOutcome { ForgetsSession = true });
        await ReportReplacedAsync(request, old, status);
        if (isEnding)
            return own;

        // If another request ended the session, its values went with that request; an end is never undone.
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> stored = status == EndStatus.Ended ? last.Payload.Values : SessionPayload.Empty.Values;
        return changes?.ApplyTo(stored) ?? stored;
    }

    // Of two sign-ins over one session, one ends it and reports it.
    private async ValueTask ReportReplacedAsync(RequestSession request, LoadedSession old, EndStatus status)
    {
        if (status == EndStatus.Ended)
            await events.RaiseAsync(request.Context, SessionEventType.Expired, old.Record.Id, old.Payload.UserId, SessionEndReason.Replaced);
        else
            request.Apply(new SessionOutcome { IsLeftBehind = true });
    }
}

namespace SecureSessions;

/// <summary>Replaces the present session by the session of a sign-in, and moves its values.</summary>
internal sealed class SignInReplacement(
    SessionPolicy policy, SessionVault vault, SessionCreation creation, SessionEnding ending, SignInLimit limit, SessionEvents events)
{
    /// <summary>
    /// Creates the session that was begun. An anonymous session is ended before, a signed-in session after. If the signed-in session was
    /// of the same user, its id is returned too.
    /// </summary>
    /// <exception cref="SessionEndedException">The present session had been ended on purpose, which this sign-in must not
    /// undo.</exception>
    public async ValueTask<(LoadedSession Created, SessionId? Replaced)> ReplaceAsync(
        RequestSession request, LoadedSession? old, SessionStart start, SessionPayload payload, bool isFromTicket, bool authenticatesAnew)
    {
        try
        {
            if (old is { IsAnonymous: true })
                payload = payload.WithValues(SelectValues(old, start.UserId!, await EndAnonymousAsync(request, old)));

            LoadedSession created = await creation.CreateAsync(start, payload);
            if (old is null or { IsAnonymous: true })
                return (created, null);

            EndResult end = await ending.EndAsync(old.Record.Id, SessionEndReason.Replaced);
            if (end.Status != EndStatus.Ended && (isFromTicket || WasEndedOnPurpose(old, start, end)))
            {
                request.Apply(new SessionOutcome { Bar = RequestFacts.DeadTokenBar(request.Context.Request) });
                throw new SessionEndedException(
                    "The session was ended while the request signed its user in again, so the sign-in was dropped. Let the user sign in "
                    + "once more.");
            }

            await ReportReplacedAsync(request, old, end.Status);
            return (await KeepDemandAsync(created, old, end, authenticatesAnew), IdOfSameUser(old, start));
        }
        catch (SessionLimitException)
        {
            // Newer sign-ins ended this one before it was created. It still ends the sessions that exceeded the limit before it, in case
            // the processes of the newer sign-ins die.
            await limit.EnforceAsync(request.Context, start, replaced: null);
            ending.RollBackInBackground(start);
            throw;
        }
        catch
        {
            // After any exception: a user who is told that the sign-in failed must not be signed in, and must not have two sessions.
            ending.RollBackInBackground(start);
            throw;
        }
    }

    /// <summary>
    /// A new session that rests on the authentication of the replaced one takes over the demand for a step-up. If the privileges of the
    /// replaced session have changed since the request loaded it, it may have been marked with a demand that the request does not know of.
    /// </summary>
    private async ValueTask<LoadedSession> KeepDemandAsync(LoadedSession created, LoadedSession old, EndResult end, bool authenticatesAnew)
    {
        if (authenticatesAnew || end.Session is not { } ended || ended.PrivilegeChanges == old.Record.PrivilegeChanges)
            return created;

        UpdateResult demanded = await vault.UpdateAsync(
            created, static current => ValueTask.FromResult<SessionUpdate?>(new(current.Payload with { NeedsStepUp = true })));
        return demanded.Status == UpdateStatus.Written
            ? demanded.Session
            : throw new SessionEndedException(
                "The session of the sign-in was ended or changed while the request signed its user in. Let the user sign in once more.");
    }

    /// <summary>The id of the replaced session, if it belongs to the user who signs in.</summary>
    public static SessionId? IdOfSameUser(LoadedSession? old, SessionStart start) =>
        old is not null && old.Payload.UserId == start.UserId ? old.Record.Id : null;

    /// <summary>The values that move to the new session: the values of an anonymous session, or of a session of the same user.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> SelectValues(
        LoadedSession? old, string userId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) =>
        policy.KeepValuesOnSignIn && (old is null || old.IsAnonymous || old.Payload.UserId == userId)
            ? values.Where(value => policy.KeepValueOnSignIn(value.Key)).ToDictionary(StringComparer.Ordinal)
            : SessionPayload.Empty.Values;

    // An app may sign a user in again without asking for a password. If a sign-out or a revocation ended the same user's session
    // meanwhile, the session must stay ended. The next attempt has no session, so that the app asks for the password.
    private static bool WasEndedOnPurpose(LoadedSession old, SessionStart start, EndResult end) =>
        IdOfSameUser(old, start) is not null
        && end.Session?.End?.Reason is SessionEndReason.SignedOut or SessionEndReason.Revoked or SessionEndReason.SecretReused;

    /// <summary>
    /// Ends an anonymous session before its replacement is created. The values of its last version move, so that a parallel write is not
    /// lost, with this request's changes on top.
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
        {
            throw new SecureSessionStoreException(
                "The session that the sign-in replaces kept changing, so the sign-in was dropped. Send the request again.");
        }

        request.Apply(new SessionOutcome { ForgetsSession = true });
        await ReportReplacedAsync(request, old, status);
        if (isEnding)
            return own;

        // If another request ended the session, that request has moved its values, or they are gone; an end is never undone.
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> stored = status == EndStatus.Ended
            ? last.Payload.Values
            : SessionPayload.Empty.Values;
        return changes?.ApplyTo(stored) ?? stored;
    }

    // If two sign-ins replace one session, the one that ended it reports its end.
    private async ValueTask ReportReplacedAsync(RequestSession request, LoadedSession old, EndStatus status)
    {
        if (status == EndStatus.Ended)
        {
            await events.RaiseAsync(
                request.Context, SessionEventType.Expired, old.Record.Id, old.Payload.UserId, SessionEndReason.Replaced);
        }
        else
            request.Apply(new SessionOutcome { HasStaleCookie = true });
    }
}

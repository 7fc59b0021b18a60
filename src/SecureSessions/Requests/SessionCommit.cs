namespace SecureSessions;

/// <summary>Session state -> store write -> cookie.</summary>
internal static class SessionCommit
{
    /// <summary>The one switch: what the request means to do, as a write to the store and a cookie.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows what became of it.</exception>
    public static async ValueTask<CommitOutcome> RunAsync(RequestSession request)
    {
        switch (request.Session.State)
        {
            case SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable:
                return new CommitOutcome(CommitStatus.Done);
            case SessionState.New:
                return await CreateAsync(request);
            case SessionState.Changed:
                return await SaveAsync(request);
            case SessionState.Regenerating:
                return await RegenerateAsync(request);
            case SessionState.Ending:
                CommitOutcome ended = await EndAsync(request);
                return ended with { Session = ended.Session with { ForgetsSession = true } };
            case SessionState.Replacing:
                request.Apply((await EndAsync(request)).Session);
                return await CreateAsync(request);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Takes back the sign-in of this request, if there was one: its answer does not get out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wait">Not after a failure of the store: the answer must not wait for it again.</param>
    public static async ValueTask TakeSignInBackAsync(RequestSession request, bool wait)
    {
        if (request.SignedIn is not { } session)
            return;

        request.Apply(SessionOutcome.Nothing with { IsSignIn = false });
        Task<bool> end = request.Services.Lifecycle.TakeBackAsync(session.Record.Id, session.Payload.UserId).AsTask();

        // If somebody else has ended it meanwhile, they have told of it.
        if (wait && await end)
            return;
        await request.RaiseAsync(SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Undelivered);
    }

    public static ValueTask RaiseFailedAsync(RequestSession request, string detail) => request.RaiseAsync(
        SessionEventType.CommitFailed, request.Session.Stored?.Record.Id, request.Session.Stored?.Payload.UserId, detail: detail);

    public static ValueTask RaiseSteppedUpAsync(RequestSession request, LoadedSession session, SessionElevation elevation) => request.RaiseAsync(
        SessionEventType.SteppedUp, session.Record.Id, session.Payload.UserId, detail: elevation.Authentication.Level);

    private static async ValueTask<CommitOutcome> CreateAsync(RequestSession request)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = request.Session.CurrentValues;
        if (values.Count == 0)
            return new CommitOutcome(CommitStatus.Done, new SessionOutcome { ForgetsSession = true });

        switch (request.Bar)
        {
            case CreationBar.DeadToken:
                return await RefuseNewAsync(request);
            case CreationBar.StoreFailed:
                await RaiseFailedAsync(request, "store");
                return new CommitOutcome(CommitStatus.Unavailable);
            case CreationBar.None:
                break;

            // Over an insecure connection no session begins to be one.
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (await SiteCheck.IsBarredFromBeginningAsync(request))
            return new CommitOutcome(CommitStatus.Forbidden, SessionOutcome.Nothing);
        if (request.IsLeftBehind && !await request.TrySucceedAsync() && !RequestFacts.IsAwaited(request.Context.Request))
            return await RefuseNewAsync(request);

        SessionServices services = request.Services;
        LoadedSession created = await services.Lifecycle.CreateAnonymousAsync(
            request.Session.NewToken, SessionPayload.Empty.WithValues(values), services.Policy.AnonymousIdleTimeout, services.Policy.AbsoluteTimeout);
        request.LeaveTicket(created, created.Token);
        await request.RaiseAsync(SessionEventType.Created, created.Record.Id, null);
        return new CommitOutcome(CommitStatus.Done, SessionOutcome.Send(created));
    }

    private static async ValueTask<CommitOutcome> SaveAsync(RequestSession request)
    {
        UpdateResult result = await request.Services.Lifecycle.SaveAsync(request.Session.Stored!, request.Session.Changes!);
        return result.Status switch
        {
            UpdateStatus.Written => new CommitOutcome(CommitStatus.Done, SessionOutcome.Adopt(result.Session)),
            UpdateStatus.Ended => await RefuseAsync(request, "ended"),
            UpdateStatus.Unneeded or UpdateStatus.Superseded or UpdateStatus.Conflict => await GiveUpAsync(request),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async ValueTask<CommitOutcome> RegenerateAsync(RequestSession request)
    {
        SecureSession session = request.Session;
        UpdateResult result = await request.Services.Lifecycle.RegenerateAsync(session.Stored!, session.Changes, session.NewToken);
        return result.Status switch
        {
            UpdateStatus.Written => await TellRegeneratedAsync(request, result.Session),
            UpdateStatus.Ended => await RefuseAsync(request, "ended"),
            UpdateStatus.Conflict => await GiveUpAsync(request),
            UpdateStatus.Unneeded or UpdateStatus.Superseded => await RefuseAsync(request, "regenerated"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async ValueTask<CommitOutcome> TellRegeneratedAsync(RequestSession request, LoadedSession regenerated)
    {
        SessionChanges? changes = request.Session.Changes;
        await request.RaiseAsync(SessionEventType.Regenerated, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Ticket is not null)
            await request.RaiseAsync(SessionEventType.Refreshed, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Elevation is { } elevation)
            await RaiseSteppedUpAsync(request, regenerated, elevation);
        return new CommitOutcome(CommitStatus.Done, SessionOutcome.Send(regenerated));
    }

    // The server's record first, then the cookie.
    private static async ValueTask<CommitOutcome> EndAsync(RequestSession request)
    {
        LoadedSession stored = request.Session.Stored!;
        EndResult end = await request.Services.Lifecycle.EndAsync(stored.Record.Id, SessionEndReason.SignedOut);

        // It was overtaken: by now the jar may hold the cookie of another session.
        if (end.Status == EndStatus.AlreadyEnded)
            return new CommitOutcome(CommitStatus.Done, new SessionOutcome { Bar = RequestFacts.BarOfDeadToken(request.Context.Request) });

        if (end.Status == EndStatus.Ended)
            await request.RaiseAsync(SessionEventType.LoggedOut, stored.Record.Id, stored.Payload.UserId, SessionEndReason.SignedOut);
        return new CommitOutcome(CommitStatus.Done, new SessionOutcome { Cookie = CookieChange.Delete, ClearsSiteData = true });
    }

    private static async ValueTask<CommitOutcome> RefuseNewAsync(RequestSession request)
    {
        await request.RaiseAsync(SessionEventType.ChangesDropped, null, null, detail: "ended");
        return new CommitOutcome(CommitStatus.Refused);
    }

    // The session has ended, or belongs to whoever changed its secret: what this request did is dropped and it gets no cookie.
    private static async ValueTask<CommitOutcome> RefuseAsync(RequestSession request, string detail)
    {
        LoadedSession stored = request.Session.Stored!;
        await request.RaiseAsync(SessionEventType.ChangesDropped, stored.Record.Id, stored.Payload.UserId, detail: detail);
        return new CommitOutcome(CommitStatus.Refused, SessionOutcome.Nothing with { Bar = CreationBar.DeadToken });
    }

    // Tried again with a newer cookie, the same request may well succeed.
    private static async ValueTask<CommitOutcome> GiveUpAsync(RequestSession request)
    {
        await RaiseFailedAsync(request, "conflict");
        return new CommitOutcome(CommitStatus.Unavailable);
    }
}

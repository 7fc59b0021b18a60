using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Session state -> store write -> cookie.</summary>
internal sealed class SessionCommit(
    SessionPolicy policy, SessionLifecycle lifecycle, SessionCreation creation, SessionEnding ending, CrossSiteCheck crossSite, SessionEvents events)
{
    /// <summary>The one switch: what the request means to do, as a write to the store and a cookie.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows what became of it.</exception>
    public async ValueTask<SessionOutcome> RunAsync(RequestSession request)
    {
        switch (request.Session.State)
        {
            case SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable:
                return default;
            case SessionState.New:
                return await CreateAsync(request);
            case SessionState.Changed:
                return await SaveAsync(request);
            case SessionState.Regenerating:
                return await RegenerateAsync(request);
            case SessionState.Ending:
                return await EndAsync(request) with { ForgetsSession = true };
            case SessionState.Replacing:
                request.Apply(await EndAsync(request));
                return await CreateAsync(request);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Takes back the sign-in of this request, if there was one: its answer does not get out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wait">Not after a failure of the store: the answer must not wait for it again.</param>
    public async ValueTask TakeSignInBackAsync(RequestSession request, bool wait)
    {
        if (request.SignedIn is not { } session)
            return;

        request.Apply(SessionOutcome.Nothing with { IsSignIn = false });
        Task<bool> end = ending.TakeBackAsync(session.Record.Id, session.Payload.UserId).AsTask();

        // If somebody else has ended it meanwhile, they have told of it.
        if (wait && await end)
            return;
        await events.RaiseAsync(request.Context, SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Undelivered);
    }

    public ValueTask RaiseFailedAsync(RequestSession request, string detail) => events.RaiseAsync(
        request.Context, SessionEventType.CommitFailed, request.Session.Stored?.Record.Id, request.Session.Stored?.Payload.UserId, detail: detail);

    public ValueTask RaiseSteppedUpAsync(RequestSession request, LoadedSession session, SessionPayload.StepUp elevation) => events.RaiseAsync(
        request.Context, SessionEventType.SteppedUp, session.Record.Id, session.Payload.UserId, detail: elevation.Authentication.Level);

    private async ValueTask<SessionOutcome> CreateAsync(RequestSession request)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = request.Session.CurrentValues;
        if (values.Count == 0)
            return new SessionOutcome { ForgetsSession = true };

        switch (request.Bar)
        {
            case CreationBar.DeadToken:
                return await RefuseNewAsync(request);
            case CreationBar.StoreFailed:
                await RaiseFailedAsync(request, "store");
                return new SessionOutcome { Refusal = StatusCodes.Status503ServiceUnavailable };
            case CreationBar.None:
                break;

            // Over an insecure connection no session begins to be one.
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (request.Session.Stored is null && await crossSite.IsBarredFromBeginningAsync(request.Context))
            return SessionOutcome.Nothing with { Refusal = StatusCodes.Status403Forbidden };
        if (request.IsLeftBehind && !await request.TrySucceedAsync() && !RequestFacts.IsAwaited(request.Context.Request))
            return await RefuseNewAsync(request);

        LoadedSession created = await creation.CreateAnonymousAsync(
            request.Session.NewToken, SessionPayload.Empty.WithValues(values), policy.AnonymousIdleTimeout, policy.AbsoluteTimeout);
        ConnectionTicket.Leave(request.Context, created, created.Token);
        await events.RaiseAsync(request.Context, SessionEventType.Created, created.Record.Id, null);
        return SessionOutcome.Send(created);
    }

    private async ValueTask<SessionOutcome> SaveAsync(RequestSession request)
    {
        UpdateResult result = await lifecycle.SaveAsync(request.Session.Stored!, request.Session.Changes!);
        return result.Status switch
        {
            UpdateStatus.Written => SessionOutcome.Adopt(result.Session),
            UpdateStatus.Ended => await RefuseAsync(request, "ended"),
            UpdateStatus.Unneeded or UpdateStatus.Superseded or UpdateStatus.Conflict => await GiveUpAsync(request),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<SessionOutcome> RegenerateAsync(RequestSession request)
    {
        SecureSession session = request.Session;
        UpdateResult result = await lifecycle.RegenerateAsync(session.Stored!, session.Changes, session.NewToken);
        return result.Status switch
        {
            UpdateStatus.Written => await TellRegeneratedAsync(request, result.Session),
            UpdateStatus.Ended => await RefuseAsync(request, "ended"),
            UpdateStatus.Conflict => await GiveUpAsync(request),
            UpdateStatus.Unneeded or UpdateStatus.Superseded => await RefuseAsync(request, "regenerated"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<SessionOutcome> TellRegeneratedAsync(RequestSession request, LoadedSession regenerated)
    {
        SessionChanges? changes = request.Session.Changes;
        await events.RaiseAsync(request.Context, SessionEventType.Regenerated, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Ticket is not null)
            await events.RaiseAsync(request.Context, SessionEventType.Refreshed, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Elevation is { } elevation)
            await RaiseSteppedUpAsync(request, regenerated, elevation);
        return SessionOutcome.Send(regenerated);
    }

    // The server's record first, then the cookie.
    private async ValueTask<SessionOutcome> EndAsync(RequestSession request)
    {
        LoadedSession stored = request.Session.Stored!;
        EndResult end = await ending.EndAsync(stored.Record.Id, SessionEndReason.SignedOut);

        // It was overtaken: by now the jar may hold the cookie of another session.
        if (end.Status == EndStatus.AlreadyEnded)
            return new SessionOutcome { Bar = RequestFacts.BarOfDeadToken(request.Context.Request) };

        if (end.Status == EndStatus.Ended)
            await events.RaiseAsync(request.Context, SessionEventType.LoggedOut, stored.Record.Id, stored.Payload.UserId, SessionEndReason.SignedOut);
        return new SessionOutcome { Cookie = CookieChange.Delete, ClearsSiteData = true };
    }

    private async ValueTask<SessionOutcome> RefuseNewAsync(RequestSession request)
    {
        await events.RaiseAsync(request.Context, SessionEventType.ChangesDropped, null, null, detail: "ended");
        return new SessionOutcome { Refusal = StatusCodes.Status401Unauthorized };
    }

    // The session has ended, or belongs to whoever changed its secret: what this request did is dropped and it gets no cookie.
    private async ValueTask<SessionOutcome> RefuseAsync(RequestSession request, string detail)
    {
        LoadedSession stored = request.Session.Stored!;
        await events.RaiseAsync(request.Context, SessionEventType.ChangesDropped, stored.Record.Id, stored.Payload.UserId, detail: detail);
        return SessionOutcome.Nothing with { Bar = CreationBar.DeadToken, Refusal = StatusCodes.Status401Unauthorized };
    }

    // Tried again with a newer cookie, the same request may well succeed.
    private async ValueTask<SessionOutcome> GiveUpAsync(RequestSession request)
    {
        await RaiseFailedAsync(request, "conflict");
        return new SessionOutcome { Refusal = StatusCodes.Status503ServiceUnavailable };
    }
}

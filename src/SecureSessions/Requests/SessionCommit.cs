using Microsoft.AspNetCore.Http;

namespace SecureSessions;

/// <summary>Decides, by the state of a request's session, what is written to the store and which cookie is sent.</summary>
internal sealed class SessionCommit(
    SessionPolicy policy,
    SessionLifecycle lifecycle,
    SessionCreation creation,
    SessionEnding ending,
    CrossSiteCheck crossSite,
    AttemptGuard attempts,
    SessionEvents events)
{
    /// <summary>Carries out the state of the session: writes to the store, and decides the cookie.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the changes were written is unknown.</exception>
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

    /// <summary>Rolls back the sign-in of this request, if there was one: the answer with its cookie is not sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wait">Whether to wait for the store; <see langword="false"/> after a failure of the store, since the answer must not
    /// wait for it again.</param>
    public async ValueTask RollBackSignInAsync(RequestSession request, bool wait)
    {
        if (request.SignedIn is not { } session)
            return;

        request.Apply(SessionOutcome.Nothing with { IsSignIn = false });
        Task<bool> end = ending.RollBackAsync(session.Record.Id, session.Payload.UserId).AsTask();

        // A request that has ended the session meanwhile has reported its end.
        if (wait && await end)
            return;
        await events.RaiseAsync(
            request.Context, SessionEventType.Expired, session.Record.Id, session.Payload.UserId, SessionEndReason.Undelivered);
    }

    public ValueTask RaiseFailedAsync(RequestSession request, string detail) => events.RaiseAsync(
        request.Context,
        SessionEventType.CommitFailed,
        request.Session.Stored?.Record.Id,
        request.Session.Stored?.Payload.UserId,
        detail: detail);

    public async ValueTask RaiseSteppedUpAsync(HttpContext context, LoadedSession session, SessionPayload.StepUp elevation)
    {
        (SessionId id, string? userId) = (session.Record.Id, session.Payload.UserId);
        await events.RaiseAsync(context, SessionEventType.SteppedUp, id, userId, detail: elevation.Authentication.Level);
        await attempts.SignedInAsync(context, id, userId);
    }

    private async ValueTask<SessionOutcome> CreateAsync(RequestSession request)
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = request.Session.CurrentValues;
        if (values.Count == 0)
            return new SessionOutcome { ForgetsSession = true };

        switch (request.Bar)
        {
            case CreationBar.DeadToken:
                return await RefuseCreationAsync(request);
            case CreationBar.StoreFailed:
                await RaiseFailedAsync(request, "store");
                return new SessionOutcome { Refusal = StatusCodes.Status503ServiceUnavailable };
            case CreationBar.None:
                break;

            // A session over plain HTTP never reaches the state New.
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (request.Session.Stored is null && await crossSite.IsSessionStartRefusedAsync(request.Context))
            return SessionOutcome.Nothing with { Refusal = StatusCodes.Status403Forbidden };
        if (request.HasStaleCookie
            && !await request.TryClaimReplacementAsync()
            && !RequestFacts.IsTopLevelOrNotBrowser(request.Context.Request))
            return await RefuseCreationAsync(request);

        LoadedSession created = await creation.CreateAnonymousAsync(
            request.Session.NewToken, SessionPayload.Empty.WithValues(values), policy.AnonymousIdleTimeout, policy.AbsoluteTimeout);
        ConnectionTicket.Put(request.Context, created, created.Token);
        await events.RaiseAsync(request.Context, SessionEventType.Created, created.Record.Id, null);
        return SessionOutcome.Send(created);
    }

    private async ValueTask<SessionOutcome> SaveAsync(RequestSession request)
    {
        UpdateResult result = await lifecycle.SaveAsync(request.Session.Stored!, request.Session.Changes!);
        return result.Status switch
        {
            UpdateStatus.Written => SessionOutcome.Adopt(result.Session),
            UpdateStatus.Ended => await DropChangesAsync(request, "ended"),
            UpdateStatus.Unneeded or UpdateStatus.Superseded or UpdateStatus.Conflict => await RefuseOnConflictAsync(request),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<SessionOutcome> RegenerateAsync(RequestSession request)
    {
        SecureSession session = request.Session;
        UpdateResult result = await lifecycle.RegenerateAsync(session.Stored!, session.Changes, session.NewToken);
        return result.Status switch
        {
            UpdateStatus.Written => await ReportRegeneratedAsync(request, result.Session),
            UpdateStatus.Ended => await DropChangesAsync(request, "ended"),
            UpdateStatus.Conflict => await RefuseOnConflictAsync(request),
            UpdateStatus.Unneeded or UpdateStatus.Superseded => await DropChangesAsync(request, "regenerated"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async ValueTask<SessionOutcome> ReportRegeneratedAsync(RequestSession request, LoadedSession regenerated)
    {
        SessionChanges? changes = request.Session.Changes;
        await events.RaiseAsync(request.Context, SessionEventType.Regenerated, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Ticket is not null)
            await events.RaiseAsync(request.Context, SessionEventType.Refreshed, regenerated.Record.Id, regenerated.Payload.UserId);
        if (changes?.Elevation is { } elevation)
            await RaiseSteppedUpAsync(request.Context, regenerated, elevation);
        return SessionOutcome.Send(regenerated);
    }

    // The record is ended first. The cookie is deleted only if that succeeded.
    private async ValueTask<SessionOutcome> EndAsync(RequestSession request)
    {
        LoadedSession stored = request.Session.Stored!;
        EndResult end = await ending.EndAsync(stored.Record.Id, SessionEndReason.SignedOut);

        // Another request ended the session first, and the browser may have the cookie of another session by now.
        if (end.Status == EndStatus.AlreadyEnded)
            return new SessionOutcome { Bar = RequestFacts.DeadTokenBar(request.Context.Request), Cookie = CookieChange.DeleteCompanions };

        if (end.Status == EndStatus.Ended)
        {
            await events.RaiseAsync(
                request.Context, SessionEventType.LoggedOut, stored.Record.Id, stored.Payload.UserId, SessionEndReason.SignedOut);
        }

        return new SessionOutcome { Cookie = CookieChange.Delete, ClearsSiteData = true };
    }

    private async ValueTask<SessionOutcome> RefuseCreationAsync(RequestSession request)
    {
        await events.RaiseAsync(request.Context, SessionEventType.ChangesDropped, null, null, detail: "ended");
        return new SessionOutcome { Refusal = StatusCodes.Status401Unauthorized };
    }

    // The session has ended, or another request has changed its secret: the changes of this request are dropped, and it gets no cookie.
    private async ValueTask<SessionOutcome> DropChangesAsync(RequestSession request, string detail)
    {
        LoadedSession stored = request.Session.Stored!;
        await events.RaiseAsync(request.Context, SessionEventType.ChangesDropped, stored.Record.Id, stored.Payload.UserId, detail: detail);
        return SessionOutcome.Nothing with { Bar = CreationBar.DeadToken, Refusal = StatusCodes.Status401Unauthorized };
    }

    // The same request may succeed if it is sent again with a newer cookie.
    private async ValueTask<SessionOutcome> RefuseOnConflictAsync(RequestSession request)
    {
        await RaiseFailedAsync(request, "conflict");
        return new SessionOutcome { Refusal = StatusCodes.Status503ServiceUnavailable };
    }
}

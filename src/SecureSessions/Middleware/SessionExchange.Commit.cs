namespace SecureSessions;

// Session state -> store write -> cookie.
internal sealed partial class SessionExchange
{
    // Pages that the browser fetched ahead: nobody misses them, and no-store does not keep them from being shown after the sign-out.
    private const string FetchedAhead = "\"prefetchCache\", \"prerenderCache\"";
    private const string Everything = "\"cache\", \"storage\", " + FetchedAhead;

    /// <summary>Stores the changes now; what fails is the caller's to see.</summary>
    public async Task CommitNowAsync()
    {
        // Between now and the answer a newer cookie may come: that a left one is still the last is only known when the headers are sent.
        if (_leftBehind && !IsAwaited && _session.State == SessionState.New)
            _bar = CreationBar.DeadToken;

        switch (await CommitAsync())
        {
            case CommitStatus.Done:
                return;
            case CommitStatus.Refused:
                throw new SessionEndedException();
            case CommitStatus.Forbidden:
                throw new CrossSiteRequestException();
            case CommitStatus.Unavailable:
                throw new SecureSessionStoreException("The session's changes could not be stored.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<CommitStatus> CommitAsync()
    {
        try
        {
            return await CarryOutAsync();
        }
        catch (SecureSessionStoreException)
        {
            // Nobody knows what became of it, and asking again would take as long again: this request is done with its session.
            await RaiseCommitFailedAsync("store");
            _session.Forget();
            _bar = CreationBar.StoreFailed;
            _answerCookie.Forget();
            if (_phase != Phase.Started)
                await TakeSignInBackAsync(wait: false);
            return CommitStatus.Unavailable;
        }
    }

    /// <summary>The one switch: what the request means to do, as a write to the store and a cookie.</summary>
    private async ValueTask<CommitStatus> CarryOutAsync()
    {
        switch (_session.State)
        {
            case SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable:
                return CommitStatus.Done;
            case SessionState.New:
                return await CreateAsync();
            case SessionState.Changed:
                return await SaveAsync();
            case SessionState.Regenerating:
                return await RegenerateAsync();
            case SessionState.Ending:
                await EndStoredAsync();
                _session.Forget();
                return CommitStatus.Done;
            case SessionState.Replacing:
                await EndStoredAsync();
                return await CreateAsync();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<CommitStatus> CreateAsync()
    {
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values = _session.CurrentValues;
        if (values.Count == 0)
        {
            _session.Forget();
            return CommitStatus.Done;
        }

        switch (_bar)
        {
            case CreationBar.DeadToken:
                await RaiseAsync(SessionEventType.ChangesDropped, null, null, detail: "ended");
                return CommitStatus.Refused;
            case CreationBar.StoreFailed:
                await RaiseCommitFailedAsync("store");
                return CommitStatus.Unavailable;
            case CreationBar.None:
                break;

            // Over an insecure connection no session begins to be one.
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (await IsBarredFromBeginningAsync())
        {
            _session.Forget();
            _answerCookie.Forget();
            return CommitStatus.Forbidden;
        }

        if (_leftBehind && !await TrySucceedAsync() && !IsAwaited)
        {
            await RaiseAsync(SessionEventType.ChangesDropped, null, null, detail: "ended");
            return CommitStatus.Refused;
        }

        SessionPolicy policy = _services.Policy;
        LoadedSession created = await _services.Lifecycle.CreateAnonymousAsync(
            _session.NewToken, SessionPayload.Empty.WithValues(values), policy.AnonymousIdleTimeout, policy.AbsoluteTimeout);
        _session.Adopt(created);
        _answerCookie.Send(created);
        LeaveTicket(created, created.Token);
        await RaiseAsync(SessionEventType.Created, created.Record.Id, null);
        return CommitStatus.Done;
    }

    private async ValueTask<CommitStatus> SaveAsync()
    {
        UpdateResult result = await _services.Lifecycle.SaveAsync(_session.Stored!, _session.Changes!);
        switch (result.Status)
        {
            case UpdateStatus.Written:
                _session.Adopt(result.Session);
                return CommitStatus.Done;
            case UpdateStatus.Ended:
                return await RefuseAsync("ended");
            case UpdateStatus.Unneeded or UpdateStatus.Superseded or UpdateStatus.Conflict:
                return await GiveUpAsync();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<CommitStatus> RegenerateAsync()
    {
        SessionElevation? steppedUp = _session.Changes?.Elevation;
        bool changesClaims = _session.Changes?.Ticket is not null;
        UpdateResult result = await _services.Lifecycle.RegenerateAsync(_session.Stored!, _session.Changes, _session.NewToken);
        switch (result.Status)
        {
            case UpdateStatus.Written:
                LoadedSession regenerated = result.Session;
                _session.Adopt(regenerated);
                _answerCookie.Send(regenerated);
                await RaiseAsync(SessionEventType.Regenerated, regenerated.Record.Id, regenerated.Payload.UserId);
                if (changesClaims)
                    await RaiseAsync(SessionEventType.Refreshed, regenerated.Record.Id, regenerated.Payload.UserId);
                if (steppedUp is not null)
                    await RaiseSteppedUpAsync(regenerated, steppedUp);
                return CommitStatus.Done;
            case UpdateStatus.Ended:
                return await RefuseAsync("ended");
            case UpdateStatus.Conflict:
                return await GiveUpAsync();
            case UpdateStatus.Unneeded or UpdateStatus.Superseded:
                return await RefuseAsync("regenerated");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // The server's record first, then the cookie.
    private async ValueTask EndStoredAsync()
    {
        LoadedSession stored = _session.Stored!;
        EndResult end = await _services.Lifecycle.EndAsync(stored.Record.Id, SessionEndReason.SignedOut);
        if (end.Status == EndStatus.AlreadyEnded)
        {
            // It was overtaken: by now the jar may hold the cookie of another session.
            BarUnlessNavigating();
            return;
        }

        _answerCookie.Delete();
        if (_context.Request.IsHttps && !_context.Response.HasStarted)
            _context.Response.Headers["Clear-Site-Data"] = _services.Policy.ClearSiteDataOnSignOut ? Everything : FetchedAhead;
        if (end.Status == EndStatus.Ended)
            await RaiseAsync(SessionEventType.LoggedOut, stored.Record.Id, stored.Payload.UserId, SessionEndReason.SignedOut);
    }

    // The session has ended, or belongs to whoever changed its secret: what this request did is dropped and it gets no cookie.
    private async ValueTask<CommitStatus> RefuseAsync(string detail)
    {
        LoadedSession stored = _session.Stored!;
        _session.Forget();
        _bar = CreationBar.DeadToken;
        _answerCookie.Forget();
        await RaiseAsync(SessionEventType.ChangesDropped, stored.Record.Id, stored.Payload.UserId, detail: detail);
        return CommitStatus.Refused;
    }

    // Tried again with a newer cookie, the same request may well succeed.
    private async ValueTask<CommitStatus> GiveUpAsync()
    {
        await RaiseCommitFailedAsync("conflict");
        return CommitStatus.Unavailable;
    }

    private ValueTask RaiseSteppedUpAsync(LoadedSession session, SessionElevation elevation) => RaiseAsync(
        SessionEventType.SteppedUp, session.Record.Id, session.Payload.UserId, detail: elevation.Authentication.Level);

    private ValueTask RaiseCommitFailedAsync(string detail) =>
        RaiseAsync(SessionEventType.CommitFailed, _session.Stored?.Record.Id, _session.Stored?.Payload.UserId, detail: detail);
}

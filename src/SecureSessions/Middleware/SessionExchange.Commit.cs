using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// Response: session state -> store write -> cookie. When the response starts, before its first byte.
internal sealed partial class SessionExchange
{
    private const string ClearSiteData = "\"cache\", \"storage\"";

    /// <summary>Stores the changes now; what fails is the caller's to see.</summary>
    public async Task CommitNowAsync()
    {
        switch (await CommitAsync())
        {
            case CommitStatus.Done:
                return;
            case CommitStatus.Refused:
                throw new SessionEndedException();
            case CommitStatus.Unavailable:
                throw new SecureSessionStoreException("The session's changes could not be stored.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// The handler threw: what it did to the values is discarded, a sign-in is taken back, an end is carried out. The request still counted
    /// as activity.
    /// </summary>
    public async ValueTask AbandonAsync()
    {
        _sawException = true;
        _gate?.Remove();
        await DiscardAsync();
        await CommitAsync();
        WriteCookie();
    }

    private async Task OnStartingAsync()
    {
        if (_phase != Phase.Open)
            return;

        _phase = Phase.Committing;
        if (await CommitAnswerAsync() is { } status)
        {
            AnswerInstead(status);
            return;
        }

        await DropOutdatedCookieAsync();
        FinishHeaders();
        _phase = Phase.Started;
    }

    // The handler has sent nothing. Stored now, since whoever comes after it, a status code page for one, may write past the gate.
    private async ValueTask CommitUnstartedAsync()
    {
        if (await CommitAnswerAsync() is not { } status)
            return;

        _context.Response.Clear();
        _services.WriteFailure(_context.Response, status);
    }

    /// <summary>Commits what the answer depends on; returns the status to answer instead if that fails.</summary>
    private async ValueTask<int?> CommitAnswerAsync()
    {
        // Where the exception handler stands inside of us, this is all that is seen of the exception. What an error page does is its own.
        if (!_sawException && _context.Features.Get<IExceptionHandlerFeature>() is not null)
            await DiscardAsync();

        int? status = await TryCommitAsync();
        if (status is not null)
        {
            // Nothing of it may be tried again behind an answer that says it failed, and a sign-in whose cookie is not sent must not stay.
            _phase = Phase.Failed;
            _session.DiscardChanges();
            await TakeSignInBackAsync(wait: false);
        }

        return status;
    }

    private async ValueTask DiscardAsync()
    {
        _session.DiscardChanges();
        await TakeSignInBackAsync(wait: true);
    }

    // Values that were changed after the response had started, and an end at any time.
    private async ValueTask CommitLateAsync()
    {
        if (_phase != Phase.Started && _session.State != SessionState.Ending)
            return;

        // Part of the answer is with the client: all that is left is not to let it look complete. A session that ended meanwhile has been
        // reported, and its answer stands.
        if (await TryCommitAsync() is { } status and not StatusCodes.Status401Unauthorized)
            _context.Abort();
    }

    /// <summary>Commits; returns the status to answer instead if that fails. Most requests only read: they pass without a state machine.</summary>
    private ValueTask<int?> TryCommitAsync() =>
        _session.State is SessionState.Absent or SessionState.Unchanged ? ValueTask.FromResult<int?>(null) : TryCommitChangesAsync();

    private async ValueTask<int?> TryCommitChangesAsync()
    {
        try
        {
            return await CommitAsync() switch
            {
                CommitStatus.Done => null,
                CommitStatus.Refused => StatusCodes.Status401Unauthorized,
                CommitStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception exception)
        {
            // In an OnStarting callback nothing may escape: on HTTP/2 the body would. The likeliest is a payload that grew over its limit
            // when it was merged with another request's.
            _services.LogCommitException(exception);
            await RaiseCommitFailedAsync("exception");
            return StatusCodes.Status500InternalServerError;
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
            ForgetCookie();
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
            case SessionState.Absent or SessionState.Unchanged:
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
            case CreationBar.InsecureTransport:
                _services.WarnInsecureTransport();
                return CommitStatus.Done;
            case CreationBar.None:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        SessionPolicy policy = _services.Policy;
        LoadedSession created = await _services.Lifecycle.CreateAsync(
            _session.NewToken, SessionPayload.Empty.WithValues(values), policy.AnonymousIdleTimeout, policy.AbsoluteTimeout);
        _session.Adopt(created);
        SendCookie(created);
        await RaiseAsync(SessionEventType.Created, created.Record.Id, null);
        return CommitStatus.Done;
    }

    private async ValueTask<CommitStatus> SaveAsync()
    {
        SaveResult result = await _services.Lifecycle.SaveAsync(_session.Stored!, _session.Changes!);
        switch (result.Status)
        {
            case SaveStatus.Saved:
                _session.Adopt(result.Session!);
                return CommitStatus.Done;
            case SaveStatus.Gone:
                return await RefuseAsync("ended");
            case SaveStatus.Conflict:
                await RaiseCommitFailedAsync("conflict");
                return CommitStatus.Unavailable;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<CommitStatus> RegenerateAsync()
    {
        SaveResult result = await _services.Lifecycle.RegenerateAsync(_session.Stored!, _session.Changes, _session.NewToken);
        switch (result.Status)
        {
            case SaveStatus.Saved:
                LoadedSession regenerated = result.Session!;
                _session.Adopt(regenerated);
                SendCookie(regenerated);
                await RaiseAsync(SessionEventType.Regenerated, regenerated.Record.Id, regenerated.Payload.UserId);
                return CommitStatus.Done;
            case SaveStatus.Gone:
                return await RefuseAsync("ended");
            case SaveStatus.Conflict:
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

        DeleteCookie();
        if (_services.Policy.ClearSiteDataOnSignOut && _context.Request.IsHttps && !_context.Response.HasStarted)
            _context.Response.Headers["Clear-Site-Data"] = ClearSiteData;
        if (end.Status == EndStatus.Ended)
            await RaiseAsync(SessionEventType.LoggedOut, stored.Record.Id, stored.Payload.UserId, SessionEndReason.SignedOut);
    }

    // The session has ended, or belongs to whoever changed its secret: what this request did is dropped and it gets no cookie.
    private async ValueTask<CommitStatus> RefuseAsync(string detail)
    {
        LoadedSession stored = _session.Stored!;
        _session.Forget();
        _bar = CreationBar.DeadToken;
        ForgetCookie();
        await RaiseAsync(SessionEventType.ChangesDropped, stored.Record.Id, stored.Payload.UserId, detail: detail);
        return CommitStatus.Refused;
    }

    private ValueTask RaiseCommitFailedAsync(string detail) =>
        RaiseAsync(SessionEventType.CommitFailed, _session.Stored?.Record.Id, _session.Stored?.Payload.UserId, detail: detail);

    private void FinishHeaders()
    {
        WriteCookie();
        IHeaderDictionary headers = _context.Response.Headers;
        bool isPrivate = _session.UserId is not null || _session.EndReason is not null;
        if (isPrivate && _services.Policy.NoStoreWhenSignedIn && StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = CacheControlHeaderValue.NoStoreString;
    }

    /// <summary>Answers a failure instead of what the handler wrote; where that is too late, cuts the connection.</summary>
    private void AnswerInstead(int status)
    {
        if (_gate is not { CanDrop: true } gate)
        {
            _context.Abort();
            return;
        }

        gate.Drop();
        _context.Response.Headers.Clear();
        _services.WriteFailure(_context.Response, status);
    }
}

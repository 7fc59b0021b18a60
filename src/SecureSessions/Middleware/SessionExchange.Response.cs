using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// When the commit runs, and what is answered: as the response starts and before its first byte, or as soon after as there is something left.
internal sealed partial class SessionExchange
{
    private bool _sawException;

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
        _answerCookie.Write();
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

        if (_renewed is { } renewed)
            await DropOutdatedCookieAsync(renewed);
        await DeleteLeftBehindAsync();
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
        _session.State is SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable ? ValueTask.FromResult<int?>(null) : TryCommitChangesAsync();

    private async ValueTask<int?> TryCommitChangesAsync()
    {
        try
        {
            return await CommitAsync() switch
            {
                CommitStatus.Done => null,
                CommitStatus.Refused => StatusCodes.Status401Unauthorized,
                CommitStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
                CommitStatus.Forbidden => StatusCodes.Status403Forbidden,
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

    // Code outside the middleware may have used the session after it was left: TempData does, so the feature stays until here.
    private async Task OnCompletedAsync()
    {
        // An exception that nobody handled, outside of our middleware too: the server answered by itself, and no cookie went anywhere.
        if (_phase == Phase.Open)
            await AbandonAsync();
        else
            await CommitLateAsync();

        EndWatches();
        _context.Features.Set<ISessionFeature>(null);
    }

    /// <summary>
    /// Takes back the cookie of a renewal if it is out of date: while the handler ran, a sign-in or a regeneration may have put a newer one
    /// into the jar. What is taken back here is sent again with the next answer, as long as the renewal is pending.
    /// </summary>
    private async ValueTask DropOutdatedCookieAsync(LoadedSession renewed)
    {
        if (ReferenceEquals(_answerCookie.Session, renewed) && !await _services.Lifecycle.IsCurrentAsync(renewed.Token))
            _answerCookie.Forget();
    }

    private void FinishHeaders()
    {
        _answerCookie.Write();
        IHeaderDictionary headers = _context.Response.Headers;
        if (_hasOtherCookie && _answerCookie.Session is not null)
            _cookie!.DeleteOthers(headers, _context.Request);
        bool isPrivate = _session.EndReason is not null || (_session.Stored is { } stored && (!stored.IsAnonymous || _session.WasLookedAt));
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

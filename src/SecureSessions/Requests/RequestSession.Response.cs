using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// The commit runs when the response starts, before its first byte. Changes made after that are committed when the handler or the request
// is done.
internal sealed partial class RequestSession
{
    private bool _sawException;

    private bool IsCookieUndecided => _answerCookie is null or { IsUndecided: true };

    /// <summary>
    /// The middleware begins: from here to <see cref="FinishAsync"/> the body can be held back. The gate is installed on every request,
    /// although few requests write: if it were installed at the first write, it would wrap any body feature that another middleware had
    /// installed by then, and would be lost when that middleware restored its own.
    /// </summary>
    public void EnterMiddleware()
    {
        EnsureNotReplaced();
        if (_app.Cookies.For(Context) != Cookie)
        {
            throw new InvalidOperationException(
                "The request's scheme or address changed after its session was loaded: UseForwardedHeaders() runs after "
                + "UseAuthentication(), which WebApplication adds first unless the app calls it. Call UseForwardedHeaders(), then "
                + "UseAuthentication() and UseAuthorization(), then UseSecureSessions().");
        }

        _gate = ResponseGate.Install(Context);
        _gate.IsPrivate = Session.WasAccessed;
        if (_answerCookie is { } cookie)
        {
            cookie.Gate = _gate;

            // The load may have decided on a cookie before the output cache was in the pipeline: the header is written again, so that the
            // cache sees it.
            cookie.Write();
        }

        if (IsCookieUndecided)
            ShowStaleCookieDeletion();
    }

    /// <summary>The handler is done.</summary>
    public async ValueTask FinishAsync()
    {
        await _gate!.FinishAsync();
        if (_phase == Phase.Open)
            await CommitUnstartedAsync();
        else
            await CommitLateAsync();
        EnsureNotReplaced();
        WarnIfMarkWasInvisible();
    }

    /// <summary>
    /// The handler threw an exception: its changes of values are discarded, a sign-in is rolled back, and an end is carried out. The
    /// request still counted as activity.
    /// </summary>
    public async ValueTask AbandonAsync()
    {
        _sawException = true;
        _gate?.Remove();
        await DiscardAsync();
        await CommitAsync();
        _answerCookie?.Write();
    }

    private async Task OnStartingAsync()
    {
        if (_phase != Phase.Open)
            return;

        _phase = Phase.Committing;
        if (await CommitAnswerAsync() is { } status)
        {
            AnswerFailure(status);
            return;
        }

        await DropOutdatedCookieAsync();
        await DeleteStaleCookieAsync();
        FinishHeaders();
        _phase = Phase.Started;
    }

    // The handler has not started the response. The changes are stored now, since a later middleware, such as status code pages, may write
    // past the gate.
    private async ValueTask CommitUnstartedAsync()
    {
        if (await CommitAnswerAsync() is not { } status)
            return;

        Context.Response.Clear();
        _app.Failures.Write(Context.Response, status);
    }

    /// <summary>Commits before the answer is sent. Returns the status to answer instead if the commit fails.</summary>
    private async ValueTask<int?> CommitAnswerAsync()
    {
        // If the exception handler runs inside the session middleware, its feature is the only sign of the exception. Changes that its
        // error page makes are kept.
        if (!_sawException && Context.Features.Get<IExceptionHandlerFeature>() is not null)
            await DiscardAsync();

        int? status = await TryCommitAsync();
        if (status is not null)
        {
            // The answer says that the commit failed, so no later commit may store these changes, and a sign-in whose cookie is not sent
            // must not stay.
            _phase = Phase.Failed;
            Session.DiscardChanges();
            await _app.Commit.RollBackSignInAsync(this, wait: false);
        }

        return status;
    }

    private async ValueTask DiscardAsync()
    {
        Session.DiscardChanges();
        await _app.Commit.RollBackSignInAsync(this, wait: true);
    }

    // Commits values that were changed after the response had started, and an end at any time.
    private async ValueTask CommitLateAsync()
    {
        if (_phase != Phase.Started && Session.State != SessionState.Ending)
            return;

        // The client has received part of the answer. The connection is cut, so that the answer does not look complete. If the session
        // ended meanwhile, that has been reported, and the answer stays as it is.
        if (await TryCommitAsync() is { } status and not StatusCodes.Status401Unauthorized)
            Context.Abort();
    }

    /// <summary>
    /// Commits. Returns the status to answer instead if that fails. Most requests only read, and cost no state machine here.
    /// </summary>
    private ValueTask<int?> TryCommitAsync() =>
        Session.State is SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable
            ? ValueTask.FromResult<int?>(null)
            : TryCommitChangesAsync();

    private async ValueTask<int?> TryCommitChangesAsync()
    {
        try
        {
            return await CommitAsync();
        }
        catch (Exception exception)
        {
            // No exception may leave an OnStarting callback: on HTTP/2 the server would send the body all the same. The most likely one is
            // a payload that exceeds its limit after it was merged with another request's changes.
            _app.LogCommitException(exception);
            await _app.Commit.RaiseFailedAsync(this, "exception");
            return StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>Commits. Returns the status to answer instead if the session's changes were not stored.</summary>
    private async ValueTask<int?> CommitAsync()
    {
        try
        {
            SessionOutcome outcome = await _app.Commit.RunAsync(this);
            Apply(outcome);
            return outcome.Refusal;
        }
        catch (SecureSessionStoreException)
        {
            // The outcome of the write is unknown, and another call could take as long again. So the request goes on without a session.
            await _app.Commit.RaiseFailedAsync(this, "store");
            Apply(SessionOutcome.Nothing with { Bar = CreationBar.StoreFailed });
            if (_phase != Phase.Started)
                await _app.Commit.RollBackSignInAsync(this, wait: false);
            return StatusCodes.Status503ServiceUnavailable;
        }
    }

    // Code outside the middleware may use the session after the middleware has returned, as TempData does. So the feature stays until the
    // request is completed.
    private async Task OnCompletedAsync()
    {
        // An exception was thrown outside of the session middleware and nobody handled it: the server answered it, without a cookie.
        if (_phase == Phase.Open)
            await AbandonAsync();
        else
            await CommitLateAsync();

        _watches?.End();
        _app.Hsts.Look(Context);
        Context.Features.Set<ISessionFeature>(null);
    }

    /// <summary>
    /// Removes the cookie of a renewal if it is out of date: while the handler ran, the browser may have received a newer cookie by a
    /// sign-in or a regeneration. If the renewal is still pending, the next answer sends its cookie again.
    /// </summary>
    private async ValueTask DropOutdatedCookieAsync()
    {
        if (_pendingRenewal is { } renewed
            && ReferenceEquals(_answerCookie?.Session, renewed)
            && !await _app.Lifecycle.IsCurrentAsync(renewed.Token))
            Apply(new SessionOutcome { Cookie = CookieChange.Forget });
    }

    /// <summary>
    /// Deletes the cookie of an ended session with the answer to a navigation that shows a page. Redirects on the way keep the cookie, so
    /// that the page can show why the session ended.
    /// </summary>
    private async ValueTask DeleteStaleCookieAsync()
    {
        bool isPage = RequestFacts.IsNavigation(Context.Request) && Context.Response.StatusCode is >= 200 and < 300;
        if (HasStaleCookie && isPage && IsCookieUndecided && await TryClaimReplacementAsync())
            Apply(new SessionOutcome { Cookie = CookieChange.Delete });
    }

    // Caches decide before the commit does: they have to see that the cookie may be deleted.
    private void ShowStaleCookieDeletion()
    {
        if (HasStaleCookie && RequestFacts.IsNavigation(Context.Request))
            AnswerCookie.ShowDeletion();
    }

    private void FinishHeaders()
    {
        IHeaderDictionary headers = Context.Response.Headers;
        if (_answerCookie is { } cookie)
            cookie.Write();
        else
            Cookie?.Remove(headers);
        if (_hasOtherCookie && _answerCookie is { Session: not null })
            Cookie!.DeleteOthers(headers, Context.Request);
        bool isPrivate = Session.EndReason is not null || (Session.Stored is { } stored && (!stored.IsAnonymous || Session.WasAccessed));
        if (isPrivate && _app.Policy.NoStoreWhenSignedIn && StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = CacheControlHeaderValue.NoStoreString;
    }

    /// <summary>Answers a failure in place of what the handler wrote. If it is too late for that, cuts the connection.</summary>
    private void AnswerFailure(int status)
    {
        if (_gate is not { CanDrop: true } gate)
        {
            Context.Abort();
            return;
        }

        gate.Drop();
        Context.Response.Headers.Clear();
        _app.Failures.Write(Context.Response, status);
    }

    // Another middleware may replace the session feature by its own, and remove it when it is done.
    private void EnsureNotReplaced()
    {
        if (Find(Context) is null)
            throw CreateReplacedException();
    }

    private void WarnIfMarkWasInvisible()
    {
        if (_isActivity
            && Context.GetEndpoint() != _endpointOfArrival
            && (RequestFacts.IsPassive(Context) || RequestFacts.IsWithoutSession(Context)))
            _app.WarnMarkInvisible(Context.Request.Path);
    }
}

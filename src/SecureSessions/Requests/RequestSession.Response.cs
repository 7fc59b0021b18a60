using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

// When the commit runs, and what is answered: as the response starts and before its first byte, or as soon after as there is something left.
internal sealed partial class RequestSession
{
    private bool _sawException;

    /// <summary>
    /// The middleware begins: from here to <see cref="FinishAsync"/> the body can be held back. Always, although few requests write: put in
    /// place at the first write, the gate would stand before whatever has wrapped the body by then, and be left behind when that is unwrapped.
    /// </summary>
    public void EnterMiddleware()
    {
        EnsureStillOurs();
        if (_app.Cookies.For(Context) != Cookie)
        {
            throw new InvalidOperationException(
                "The request's scheme or address changed after its session was loaded: UseForwardedHeaders() stands behind UseAuthentication(), which WebApplication calls before everything else unless you do. Call UseForwardedHeaders(), then UseAuthentication() and UseAuthorization(), then UseSecureSessions().");
        }

        _gate = ResponseGate.Install(Context);
        _gate.IsPrivate = Session.WasLookedAt;
        _answerCookie.Gate = _gate;

        // A cookie that was decided on while the session was loaded, perhaps before there was a cache to see it.
        _answerCookie.Write();
        if (_answerCookie.IsUndecided)
            ShowLeftBehind();
    }

    /// <summary>The handler is done.</summary>
    public async ValueTask FinishAsync()
    {
        await _gate!.FinishAsync();
        if (_phase == Phase.Open)
            await CommitUnstartedAsync();
        else
            await CommitLateAsync();
        EnsureStillOurs();
        WarnIfMarkWasInvisible();
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

        await DropOutdatedCookieAsync();
        await DeleteLeftBehindAsync();
        FinishHeaders();
        _phase = Phase.Started;
    }

    // The handler has sent nothing. Stored now, since whoever comes after it, a status code page for one, may write past the gate.
    private async ValueTask CommitUnstartedAsync()
    {
        if (await CommitAnswerAsync() is not { } status)
            return;

        Context.Response.Clear();
        _app.Failures.Write(Context.Response, status);
    }

    /// <summary>Commits what the answer depends on; returns the status to answer instead if that fails.</summary>
    private async ValueTask<int?> CommitAnswerAsync()
    {
        // Where the exception handler stands inside of us, this is all that is seen of the exception. What an error page does is its own.
        if (!_sawException && Context.Features.Get<IExceptionHandlerFeature>() is not null)
            await DiscardAsync();

        int? status = await TryCommitAsync();
        if (status is not null)
        {
            // Nothing of it may be tried again behind an answer that says it failed, and a sign-in whose cookie is not sent must not stay.
            _phase = Phase.Failed;
            Session.DiscardChanges();
            await _app.Commit.TakeSignInBackAsync(this, wait: false);
        }

        return status;
    }

    private async ValueTask DiscardAsync()
    {
        Session.DiscardChanges();
        await _app.Commit.TakeSignInBackAsync(this, wait: true);
    }

    // Values that were changed after the response had started, and an end at any time.
    private async ValueTask CommitLateAsync()
    {
        if (_phase != Phase.Started && Session.State != SessionState.Ending)
            return;

        // Part of the answer is with the client: all that is left is not to let it look complete. A session that ended meanwhile has been
        // reported, and its answer stands.
        if (await TryCommitAsync() is { } status and not StatusCodes.Status401Unauthorized)
            Context.Abort();
    }

    /// <summary>Commits; returns the status to answer instead if that fails. Most requests only read: they pass without a state machine.</summary>
    private ValueTask<int?> TryCommitAsync() =>
        Session.State is SessionState.Absent or SessionState.Unchanged or SessionState.Unreadable ? ValueTask.FromResult<int?>(null) : TryCommitChangesAsync();

    private async ValueTask<int?> TryCommitChangesAsync()
    {
        try
        {
            return await CommitAsync();
        }
        catch (Exception exception)
        {
            // In an OnStarting callback nothing may escape: on HTTP/2 the body would. The likeliest is a payload that grew over its limit
            // when it was merged with another request's.
            _app.LogCommitException(exception);
            await _app.Commit.RaiseFailedAsync(this, "exception");
            return StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>Commits; returns the status to answer instead if that was not carried out.</summary>
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
            // Nobody knows what became of it, and asking again would take as long again: this request is done with its session.
            await _app.Commit.RaiseFailedAsync(this, "store");
            Apply(SessionOutcome.Nothing with { Bar = CreationBar.StoreFailed });
            if (_phase != Phase.Started)
                await _app.Commit.TakeSignInBackAsync(this, wait: false);
            return StatusCodes.Status503ServiceUnavailable;
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

        _watches?.End();
        Context.Features.Set<ISessionFeature>(null);
    }

    /// <summary>
    /// Takes back the cookie of a renewal if it is out of date: while the handler ran, a sign-in or a regeneration may have put a newer one
    /// into the jar. What is taken back here is sent again with the next answer, as long as the renewal is pending.
    /// </summary>
    private async ValueTask DropOutdatedCookieAsync()
    {
        if (_arrival.Renewed is { } renewed && ReferenceEquals(_answerCookie.Session, renewed) && !await _app.Lifecycle.IsCurrentAsync(renewed.Token))
            Apply(new SessionOutcome { Cookie = CookieChange.Forget });
    }

    /// <summary>
    /// Deletes a cookie that was left behind, with the page that a navigation was for: the redirects before it leave it, so that the page can be
    /// told why the session ended.
    /// </summary>
    private async ValueTask DeleteLeftBehindAsync()
    {
        bool isPage = RequestFacts.IsNavigation(Context.Request) && Context.Response.StatusCode is >= 200 and < 300;
        if (IsLeftBehind && isPage && _answerCookie.IsUndecided && await TrySucceedAsync())
            Apply(new SessionOutcome { Cookie = CookieChange.Delete });
    }

    // The caches must know of a deletion before it is decided.
    private void ShowLeftBehind()
    {
        if (IsLeftBehind && RequestFacts.IsNavigation(Context.Request))
            _answerCookie.ShowDeletion();
    }

    private void FinishHeaders()
    {
        _answerCookie.Write();
        IHeaderDictionary headers = Context.Response.Headers;
        if (_arrival.HasOtherCookie && _answerCookie.Session is not null)
            Cookie!.DeleteOthers(headers, Context.Request);
        bool isPrivate = Session.EndReason is not null || (Session.Stored is { } stored && (!stored.IsAnonymous || Session.WasLookedAt));
        if (isPrivate && _app.Policy.NoStoreWhenSignedIn && StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = CacheControlHeaderValue.NoStoreString;
    }

    /// <summary>Answers a failure instead of what the handler wrote; where that is too late, cuts the connection.</summary>
    private void AnswerInstead(int status)
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

    // Another middleware may put its own session in the place of ours, and leave none when it is done.
    private void EnsureStillOurs()
    {
        if (Find(Context) is null)
            throw AnotherSession();
    }

    private void WarnIfMarkWasInvisible()
    {
        if (_arrival.IsActivity && Context.GetEndpoint() != _arrival.Endpoint && (RequestFacts.IsPassive(Context) || RequestFacts.IsWithoutSession(Context)))
            _app.WarnMarkInvisible(Context.Request.Path);
    }
}

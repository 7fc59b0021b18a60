using Microsoft.AspNetCore.Http;

namespace SecureSessions;

// What happens when the session is accessed, changes its state, or is stored early.
internal sealed partial class RequestSession
{
    // An answer that depends on the session, or on there being none, must not be served to other users.
    public void OnAccessed()
    {
        if (Context.Response.HasStarted)
            return;

        SharedCache.ForbidStorage(Context);
        if (_gate is { } gate)
            gate.IsPrivate = true;
        SharedCache.VaryByCookie(Context.Response.Headers);
    }

    public void OnChanging(SessionState next)
    {
        if (next == SessionState.New && Bar == CreationBar.InsecureTransport)
        {
            _app.WarnInsecureTransport();
            throw new InvalidOperationException(
                "No session can begin over plain HTTP, since no session cookie is issued there and the values would be lost. Serve the "
                + "app over HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders() before UseSecureSessions() and name "
                + "the proxy in KnownProxies or KnownIPNetworks.");
        }

        bool needsCookie = next is SessionState.New or SessionState.Regenerating or SessionState.Replacing;
        if (needsCookie && _phase == Phase.Started)
        {
            throw new InvalidOperationException(
                "The response has started, so no session cookie can be sent any more. Begin or regenerate the session before the first "
                + "byte of the body is written.");
        }
    }

    /// <summary>Sets the header of the cookie that the commit is going to send or delete, so that caches see it.</summary>
    public void OnChanged()
    {
        if (_phase != Phase.Open)
            return;

        switch (Session.State)
        {
            case SessionState.New when Bar == CreationBar.None:
            case SessionState.Replacing or SessionState.Regenerating:
                AnswerCookie.Show(Session.NewToken);
                break;
            case SessionState.Ending:
                AnswerCookie.ShowDeletion();
                break;
            default:
                _answerCookie?.Write();
                break;
        }
    }

    /// <summary>The app must not tell users that they are signed out while the session of their cookie is alive.</summary>
    public void EnsureCanEnd()
    {
        if (Bar == CreationBar.StoreFailed)
        {
            throw new SecureSessionStoreException(
                "The session store failed earlier in this request, so a sign-out is not possible: the session of the request's cookie "
                + "could not be looked up. Send the request again.");
        }
    }

    public CancellationToken GetEndedToken(LoadedSession session) => (_watches ??= new RequestWatches(_app.LiveSessions)).Watch(session);

    /// <summary>Stores the changes now, and throws if that fails.</summary>
    public async Task CommitNowAsync()
    {
        // Between this commit and the answer the browser may receive a newer cookie. Whether the cookie of the ended session is still the
        // last one is only known when the headers are sent.
        if (HasStaleCookie && Session.State == SessionState.New)
            Apply(new SessionOutcome { Bar = RequestFacts.DeadTokenBar(Context.Request) });

        switch (await CommitAsync())
        {
            case null:
                return;
            case StatusCodes.Status401Unauthorized:
                throw new SessionEndedException();
            case StatusCodes.Status403Forbidden:
                throw new CrossSiteRequestException();
            case StatusCodes.Status503ServiceUnavailable:
                throw new SecureSessionStoreException(
                    "The session's changes could not be stored: the store failed, or other requests kept changing the session. Send the "
                    + "request again.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

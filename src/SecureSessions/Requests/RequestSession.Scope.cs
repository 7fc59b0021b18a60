using Microsoft.AspNetCore.Http;

namespace SecureSessions;

// What the session says to the request around it.
internal sealed partial class RequestSession
{
    // Whether there is a session or none: what is made of it is no page for everybody.
    public void OnLooked()
    {
        if (Context.Response.HasStarted)
            return;

        SharedCache.Bar(Context);
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
                "No session can begin over plain HTTP, since no session cookie is issued there: what is written would be lost. Serve the app over HTTPS; behind a proxy that ends TLS, call UseForwardedHeaders() before UseSecureSessions() and name the proxy in KnownProxies or KnownIPNetworks.");
        }

        bool needsCookie = next is SessionState.New or SessionState.Regenerating or SessionState.Replacing;
        if (needsCookie && _phase == Phase.Started)
        {
            throw new InvalidOperationException(
                "The response has started, so that no session cookie can be sent any more. Begin or regenerate the session before the first byte of the body is written.");
        }
    }

    /// <summary>Shows the caches what cookie there will be.</summary>
    public void OnChanged()
    {
        if (_phase != Phase.Open)
            return;

        switch (Session.State)
        {
            case SessionState.New when Bar == CreationBar.None:
            case SessionState.Replacing or SessionState.Regenerating:
                _answerCookie.Show(Session.NewToken);
                break;
            case SessionState.Ending:
                _answerCookie.ShowDeletion();
                break;
            default:
                _answerCookie.Write();
                break;
        }
    }

    /// <summary>Nobody may be told that they are signed out while the session of their cookie lives on.</summary>
    public void EnsureCanEnd()
    {
        if (Bar == CreationBar.StoreFailed)
            throw new SecureSessionStoreException("The session store failed earlier in this request, so that nobody can sign out: the session that the request brought could not be ended. Try again.");
    }

    public CancellationToken WatchEnd(LoadedSession session) => (_watches ??= new RequestWatches(_app.LiveSessions)).Watch(session);

    /// <summary>Stores the changes now; what fails is the caller's to see.</summary>
    public async Task CommitNowAsync()
    {
        // Between now and the answer a newer cookie may come: that a left one is still the last is only known when the headers are sent.
        if (IsLeftBehind && Session.State == SessionState.New)
            Apply(new SessionOutcome { Bar = RequestFacts.BarOfDeadToken(Context.Request) });

        switch (await CommitAsync())
        {
            case null:
                return;
            case StatusCodes.Status401Unauthorized:
                throw new SessionEndedException();
            case StatusCodes.Status403Forbidden:
                throw new CrossSiteRequestException();
            case StatusCodes.Status503ServiceUnavailable:
                throw new SecureSessionStoreException("The session's changes could not be stored.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// The session's part of one request and its response: all of its state, in one place. It decides nothing: <see cref="Apply"/> carries out what
/// <see cref="SessionArrival"/>, <see cref="SessionCommit"/> and the sign-in decide.
/// </summary>
/// <remarks>Made by whoever comes first, the authentication handler or the middleware; that one loads the session and sees to its commit.</remarks>
internal sealed partial class RequestSession : ISessionFeature, ISessionScope
{
    // Pages that the browser fetched ahead: nobody misses them, and no-store does not keep them from being shown after the sign-out.
    private const string FetchedAhead = "\"prefetchCache\", \"prerenderCache\"";
    private const string Everything = "\"cache\", \"storage\", " + FetchedAhead;

    private readonly RequestSessions _app;
    private readonly AnswerCookie _answerCookie;
    private Arrival _arrival;
    private RequestWatches? _watches;
    private ISession? _substitute;
    private ResponseGate? _gate;
    private Phase _phase = Phase.Open;

    private RequestSession(HttpContext context, RequestSessions app)
    {
        Context = context;
        _app = app;
        Cookie = app.Cookies.For(context);
        Session = new SecureSession(this, app.Policy, app.TimeProvider);
        _answerCookie = new AnswerCookie(context, Cookie, app.Policy, app.TimeProvider);
    }

    private enum Phase
    {
        /// <summary>The response has not started: everything can still be done.</summary>
        Open,

        /// <summary>The commit is running.</summary>
        Committing,

        /// <summary>The response has started: no cookie can be set any more.</summary>
        Started,

        /// <summary>The commit failed and the answer says so: what the handler still does is in vain.</summary>
        Failed,
    }

    public HttpContext Context { get; }

    /// <summary>The cookie that carries the token; <see langword="null"/> where the connection may carry none.</summary>
    public SessionCookie? Cookie { get; }

    public SecureSession Session { get; }

    /// <summary>Why the request may not begin a session by writing a value.</summary>
    public CreationBar Bar { get; private set; }

    /// <summary>Whether the browser may hold a cookie whose session has ended, or a newer one.</summary>
    public bool IsLeftBehind { get; private set; }

    /// <summary>The stored session that the request has.</summary>
    LoadedSession? ISessionScope.Stored => Session.Stored;

    /// <summary>The status to answer without running the handler; <see langword="null"/> if it may run.</summary>
    public int? RefusedWith => _arrival.Refusal;

    /// <summary>Whether no session knows the token that arrived.</summary>
    public bool IsUnknown => _arrival.IsUnknown;

    /// <summary>The session that a sign-in of this request has begun.</summary>
    public LoadedSession? SignedIn { get; private set; }

    /// <summary>Whether the answer can still carry a cookie.</summary>
    public bool CanSendCookie => _phase == Phase.Open && !Context.Response.HasStarted;

    /// <summary>Whether the request is for a static file and has a session only because that costs nothing: whoever looks at it says that it is needed.</summary>
    public bool IsForStaticFile { get; set; }

    /// <summary>Whether the answer deletes the cookie of a session that this request has ended.</summary>
    public bool TakesCookieBack => _answerCookie.IsDeletion;

    // The setter is for libraries that wrap the session; what is committed stays our own.
    ISession ISessionFeature.Session
    {
        get
        {
            NoteLook();
            return _substitute ?? Session;
        }
        set => _substitute = value;
    }

    /// <summary>The session of this request, if it has one yet.</summary>
    /// <exception cref="InvalidOperationException">Another library's session stands in its place.</exception>
    public static RequestSession? Find(HttpContext context) => context.Features.Get<ISessionFeature>() switch
    {
        null or INoSession => null,
        RequestSession request => request,
        _ => throw AnotherSession(),
    };

    /// <summary>Loads the session of a request that has none yet.</summary>
    public static ValueTask<RequestSession> LoadAsync(HttpContext context, RequestSessions app)
    {
        var request = new RequestSession(context, app);
        context.Features.Set<ISessionFeature>(request);
        context.Response.OnStarting(static request => ((RequestSession)request).OnStartingAsync(), request);
        context.Response.OnCompleted(static request => ((RequestSession)request).OnCompletedAsync(), request);
        return request.LoadAsync();
    }

    /// <summary>The one place that changes which session the request has, and what its answer does to the cookie.</summary>
    public void Apply(in SessionOutcome outcome)
    {
        if (outcome.ForgetsSession)
            Session.Forget();
        else if (outcome is { Adopted: { } closed, IsUnreadable: true })
            Session.AdoptUnreadable(closed);
        else if (outcome.Adopted is { } adopted)
            Session.Adopt(adopted);

        Bar = outcome.Bar ?? Bar;
        IsLeftBehind = outcome.IsLeftBehind ?? IsLeftBehind;
        if (outcome.EndReason is not null || outcome.IsSignIn == true)
            Session.EndReason = outcome.EndReason;
        if (outcome.IsSignIn is { } isSignIn)
            SignedIn = isSignIn ? outcome.Adopted : null;

        switch (outcome.Cookie)
        {
            case CookieChange.Keep:
                break;
            case CookieChange.Send:
                _answerCookie.Send(outcome.Adopted!);
                break;
            case CookieChange.Delete:
                _answerCookie.Delete();
                break;
            case CookieChange.Forget:
                _answerCookie.Forget();
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (outcome.ClearsSiteData && Context.Request.IsHttps && !Context.Response.HasStarted)
            Context.Response.Headers["Clear-Site-Data"] = _app.Policy.ClearSiteDataOnSignOut ? Everything : FetchedAhead;
    }

    /// <summary>The session that was signed in is the request's from now on.</summary>
    public void AdoptSignIn(LoadedSession session)
    {
        ConnectionTicket.Leave(Context, session, session.Token);
        Apply(SessionOutcome.Send(session) with { IsSignIn = true, IsLeftBehind = false, Bar = CreationBar.None });
    }

    /// <summary>The app asks for the session.</summary>
    public void NoteLook()
    {
        if (IsForStaticFile)
            _app.StaticFiles.NoteLook();
    }

    /// <summary>Takes the one right to put something in the place of the cookie that arrived and whose session has ended.</summary>
    public ValueTask<bool> TrySucceedAsync() => _app.Ending.TrySucceedAsync(_arrival.Token.Id);

    private async ValueTask<RequestSession> LoadAsync()
    {
        _arrival = await _app.Arrival.LoadAsync(Context, Cookie);
        if (_arrival.IsUnavailable)
            Session.IsAvailable = false;
        Apply(_arrival.Outcome);
        ShowLeftBehind();
        return this;
    }

    private static InvalidOperationException AnotherSession() =>
        new("This request has another session, which a middleware of another library has put there. UseSecureSessions() takes its place: remove that middleware.");
}

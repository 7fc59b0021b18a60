using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// The state of one request's session and of the cookie in its response. The class decides nothing: <see cref="Apply"/> carries out what
/// <see cref="SessionArrival"/>, <see cref="SessionCommit"/> and the sign-in decide.
/// </summary>
/// <remarks>
/// The authentication handler or the session middleware creates the object, whichever runs first. Loading it also registers the commit.
/// </remarks>
internal sealed partial class RequestSession : ISessionFeature, ISessionScope
{
    // Pages that the browser fetched ahead are always cleared at a sign-out: no user misses them, and no-store does not keep the browser
    // from showing them.
    private const string Prefetched = "\"prefetchCache\", \"prerenderCache\"";
    private const string Everything = "\"cache\", \"storage\", " + Prefetched;

    private readonly RequestSessions _app;

    // What is still needed of the arrival.
    private SessionId _arrivedId;
    private bool _isActivity;
    private bool _hasOtherCookie;
    private Endpoint? _endpointOfArrival;
    private LoadedSession? _pendingRenewal;

    // Made when the answer is going to have a cookie: few have one.
    private AnswerCookie? _answerCookie;
    private RequestWatches? _watches;
    private ISession? _substitute;
    private ResponseGate? _gate;
    private Phase _phase = Phase.Open;

    private RequestSession(HttpContext context, RequestSessions app)
    {
        Context = context;
        _app = app;
        Cookie = app.Cookies.For(context);
        Session = new SecureSession(this);
    }

    private enum Phase
    {
        /// <summary>The response has not started: the session can still be changed, and the cookie set.</summary>
        Open,

        /// <summary>The commit is running.</summary>
        Committing,

        /// <summary>The response has started: no cookie can be set any more.</summary>
        Started,

        /// <summary>The commit failed and the answer says so: later changes are not stored.</summary>
        Failed,
    }

    public HttpContext Context { get; }

    /// <summary>The cookie that carries the token; <see langword="null"/> where the connection may carry none.</summary>
    public SessionCookie? Cookie { get; }

    public SecureSession Session { get; }

    /// <summary>Why the request may not begin a session by setting a value.</summary>
    public CreationBar Bar { get; private set; }

    /// <summary>
    /// Whether the browser may still have the cookie of an ended session. It may also have received a newer cookie since.
    /// </summary>
    public bool HasStaleCookie { get; private set; }

    private AnswerCookie AnswerCookie =>
        _answerCookie ??= new AnswerCookie(Context, Cookie, _app.Policy, _app.TimeProvider) { Gate = _gate };

    SessionPolicy ISessionScope.Policy => _app.Policy;

    TimeProvider ISessionScope.TimeProvider => _app.TimeProvider;

    LoadedSession? ISessionScope.Stored => Session.Stored;

    /// <summary>The status to answer without running the handler; <see langword="null"/> if it may run.</summary>
    public int? RefusedWith { get; private set; }

    /// <summary>Whether the store knows no session with the id of the token that arrived.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>The session that a sign-in of this request has created.</summary>
    public LoadedSession? SignedIn { get; private set; }

    /// <summary>Whether the answer can still carry a cookie.</summary>
    public bool CanSendCookie => _phase == Phase.Open && !Context.Response.HasStarted;

    /// <summary>
    /// Whether the request is for a static file, and has a session only because it brought no cookie, so that loading cost nothing. If the
    /// app uses this session, sessions of static files have to be loaded from then on.
    /// </summary>
    public bool IsForStaticFile { get; set; }

    /// <summary>Whether the answer deletes the cookie of a session that this request has ended.</summary>
    public bool DeletesCookie => _answerCookie is { IsDeletion: true };

    // The setter is for libraries that wrap the session. The commit uses the library's own session.
    ISession ISessionFeature.Session
    {
        get
        {
            OnSessionAccessed();
            return _substitute ?? Session;
        }
        set => _substitute = value;
    }

    /// <summary>The session of this request, if it has one yet.</summary>
    /// <exception cref="InvalidOperationException">Another library has replaced the session feature.</exception>
    public static RequestSession? Find(HttpContext context) => context.Features.Get<ISessionFeature>() switch
    {
        null or WithoutSession => null,
        RequestSession request => request,
        _ => throw CreateReplacedException(),
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

    /// <summary>
    /// Carries out a decision. No other method changes which session the request has, or what the answer does to the cookie.
    /// </summary>
    public void Apply(in SessionOutcome outcome)
    {
        if (outcome.ForgetsSession)
            Session.Forget();
        else if (outcome is { Adopted: { } closed, IsUnreadable: true })
            Session.AdoptUnreadable(closed);
        else if (outcome.Adopted is { } adopted)
            Session.Adopt(adopted);

        Bar = outcome.Bar ?? Bar;
        HasStaleCookie = outcome.HasStaleCookie ?? HasStaleCookie;
        if (outcome.EndReason is not null || outcome.IsSignIn == true)
            Session.EndReason = outcome.EndReason;
        if (outcome.IsSignIn is { } isSignIn)
            SignedIn = isSignIn ? outcome.Adopted : null;

        switch (outcome.Cookie)
        {
            case CookieChange.Keep or CookieChange.DeleteCompanions:
                break;
            case CookieChange.Send:
                AnswerCookie.Send(outcome.Adopted!);
                break;
            case CookieChange.Delete:
                AnswerCookie.Delete();
                break;
            case CookieChange.Forget:
                AnswerCookie.Forget();
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        if (_app.Companions.GoneBy(outcome, Context.Request.Headers) is { Length: > 0 } companions)
            AnswerCookie.DeleteCompanions(companions);
        if (outcome.ClearsSiteData && Context.Request.IsHttps && !Context.Response.HasStarted)
            Context.Response.Headers["Clear-Site-Data"] = _app.Policy.ClearSiteDataOnSignOut ? Everything : Prefetched;
    }

    /// <summary>Makes the session that a sign-in created the session of the request.</summary>
    public void AdoptSignIn(LoadedSession session)
    {
        ConnectionTicket.Put(Context, session, session.Token);
        Apply(SessionOutcome.Send(session) with { IsSignIn = true, HasStaleCookie = false, Bar = CreationBar.None });
    }

    /// <summary>The app uses the session of this request.</summary>
    public void OnSessionAccessed()
    {
        if (IsForStaticFile)
            _app.StaticFiles.OnSessionAccessed();
    }

    /// <summary>Claims the right to replace or delete the cookie that arrived and whose session has ended.</summary>
    public ValueTask<bool> TryClaimReplacementAsync() => _app.Ending.TryClaimReplacementAsync(_arrivedId);

    private async ValueTask<RequestSession> LoadAsync()
    {
        Arrival arrival = await _app.Arrival.LoadAsync(Context, Cookie);
        (_arrivedId, _isActivity, _hasOtherCookie) = (arrival.Token.Id, arrival.IsActivity, arrival.HasOtherCookie);
        (_endpointOfArrival, _pendingRenewal) = (arrival.Endpoint, arrival.PendingRenewal);
        (RefusedWith, IsUnknown) = (arrival.Outcome.Refusal, arrival.IsUnknown);
        if (arrival.IsUnavailable)
            Session.IsAvailable = false;
        Apply(arrival.Outcome);
        if (!arrival.IsActivity && arrival.Outcome is { IsUnreadable: false, Adopted: { } session })
            ConnectionTicket.Put(Context, session, arrival.Token);
        ShowStaleCookieDeletion();
        return this;
    }

    private static InvalidOperationException CreateReplacedException() =>
        new(
            "A middleware of another library, for example UseSession(), has replaced the session of this request. UseSecureSessions() "
            + "takes its place: remove that middleware.");
}

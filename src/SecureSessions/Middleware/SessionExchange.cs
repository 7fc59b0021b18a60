using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SecureSessions;

/// <summary>
/// The session's part of one request and its response. Made by whoever comes first, the authentication handler or the middleware; that one
/// loads the session and sees to its commit.
/// </summary>
internal sealed partial class SessionExchange : ISessionFeature, ISessionScope
{
    private readonly HttpContext _context;
    private readonly SessionServices _services;
    private readonly SessionCookie? _cookie;
    private readonly AnswerCookie _answerCookie;
    private readonly SecureSession _session;
    private ISession? _substitute;
    private ResponseGate? _gate;
    private Phase _phase = Phase.Open;

    private SessionExchange(HttpContext context, SessionServices services)
    {
        _context = context;
        _services = services;
        _cookie = services.Cookies.For(context);
        _answerCookie = new AnswerCookie(context, _cookie, services.Policy, services.TimeProvider);
        _session = new SecureSession(this, services.Policy, services.TimeProvider);
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

    public SecureSession Session => _session;

    /// <summary>The status to answer without running the handler; <see langword="null"/> if it may run.</summary>
    public int? RefusedWith { get; private set; }

    // The setter is for libraries that wrap the session; what is committed stays our own.
    ISession ISessionFeature.Session
    {
        get
        {
            NoteLook();
            return _substitute ?? _session;
        }
        set => _substitute = value;
    }

    /// <summary>Whether the request is for a static file and has a session only because that costs nothing: whoever looks at it says that it is needed.</summary>
    public bool IsForStaticFile { get; set; }

    /// <summary>Whether the answer deletes the cookie of a session that this request has ended.</summary>
    public bool TakesCookieBack => _answerCookie.IsDeletion;

    /// <summary>The exchange of this request, if there is one yet.</summary>
    /// <exception cref="InvalidOperationException">Another library's session stands in its place.</exception>
    public static SessionExchange? Find(HttpContext context) => context.Features.Get<ISessionFeature>() switch
    {
        null or INoSession => null,
        SessionExchange exchange => exchange,
        _ => throw AnotherSession(),
    };

    /// <summary>The exchange of this request; the first caller loads the session.</summary>
    public static ValueTask<SessionExchange> GetOrLoadAsync(HttpContext context, SessionServices services)
    {
        if (Find(context) is { } existing)
            return ValueTask.FromResult(existing);

        var exchange = new SessionExchange(context, services);
        context.Features.Set<ISessionFeature>(exchange);
        context.Response.OnStarting(static exchange => ((SessionExchange)exchange).OnStartingAsync(), exchange);
        context.Response.OnCompleted(static exchange => ((SessionExchange)exchange).OnCompletedAsync(), exchange);
        return exchange.LoadAsync();
    }

    /// <summary>The app asks for the session.</summary>
    public void NoteLook()
    {
        if (IsForStaticFile)
            _services.StaticFiles.NoteLook();
    }

    /// <summary>
    /// The middleware begins: from here to <see cref="FinishAsync"/> the body can be held back. Always, although few requests write: put in
    /// place at the first write, the gate would stand before whatever has wrapped the body by then, and be left behind when that is unwrapped.
    /// </summary>
    public void EnterMiddleware()
    {
        EnsureStillOurs();
        if (_services.Cookies.For(_context) != _cookie)
        {
            throw new InvalidOperationException(
                "The request's scheme or address changed after its session was loaded: UseForwardedHeaders() stands behind UseAuthentication(), which WebApplication calls before everything else unless you do. Call UseForwardedHeaders(), then UseAuthentication() and UseAuthorization(), then UseSecureSessions().");
        }

        _gate = ResponseGate.Install(_context);
        _gate.IsPrivate = _session.WasLookedAt;
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

    // Whether there is a session or none: what is made of it is no page for everybody.
    public void OnLooked()
    {
        if (_context.Response.HasStarted)
            return;

        SharedCache.Bar(_context);
        if (_gate is { } gate)
            gate.IsPrivate = true;
        SharedCache.VaryByCookie(_context.Response.Headers);
    }

    public void OnChanging(SessionState next)
    {
        if (next == SessionState.New && _bar == CreationBar.InsecureTransport)
        {
            _services.WarnInsecureTransport();
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

        switch (_session.State)
        {
            case SessionState.New when _bar == CreationBar.None:
            case SessionState.Replacing or SessionState.Regenerating:
                _answerCookie.Show(_session.NewToken);
                break;
            case SessionState.Ending:
                _answerCookie.ShowDeletion();
                break;
            default:
                _answerCookie.Write();
                break;
        }
    }

    // Another middleware may put its own session in the place of ours, and leave none when it is done.
    private void EnsureStillOurs()
    {
        if (Find(_context) is null)
            throw AnotherSession();
    }

    private static InvalidOperationException AnotherSession() =>
        new("This request has another session, which a middleware of another library has put there. UseSecureSessions() takes its place: remove that middleware.");

    private ValueTask RaiseAsync(
        SessionEventType type,
        SessionId? id,
        string? userId,
        SessionEndReason? reason = null,
        string? detail = null,
        SessionClient? client = null,
        IReadOnlyList<KnownDevice>? knownDevices = null,
        SignalResponse? response = null,
        SessionEventOutcome outcome = default) =>
        _services.Events.RaiseAsync(new SecureSessionEvent
        {
            Type = type,
            At = _services.TimeProvider.GetUtcNow(),
            SessionId = id,
            UserId = userId,
            Reason = reason,
            Detail = detail,
            Client = client,
            KnownDevices = knownDevices,
            Response = response,
            Outcome = outcome,
            Origin = RequestOrigin.Of(_context),
        });
}

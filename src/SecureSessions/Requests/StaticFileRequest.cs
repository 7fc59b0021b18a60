using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace SecureSessions;

/// <summary>Stands in the places of the user and the session of a request for a static file, where neither was loaded.</summary>
/// <remarks>
/// Nobody who is signed in is ever taken for a stranger because of it: whoever looks gets an exception, unless there is no cookie, so that
/// there is nobody, or the answer is under way, so that nothing depends on it any more. A getter cannot load what has to be waited for.
/// </remarks>
internal sealed class StaticFileRequest(HttpContext context, RequestSessions sessions) : IHttpAuthenticationFeature, IAuthenticateResultFeature, INoSession
{
    private readonly bool _bringsCookie = BringsCookie(context, sessions);
    private ClaimsPrincipal? _user;

    public ClaimsPrincipal? User
    {
        get => _user ??= Look();
        set
        {
            _user = value;
            AuthenticateResult = null;
        }
    }

    public AuthenticateResult? AuthenticateResult { get; set; }

    public ISession Session
    {
        get => throw Refuse();
        set => throw Refuse();
    }

    private static ClaimsPrincipal Nobody => new(new ClaimsIdentity());

    /// <summary>Whether the request has a session cookie, so that there may be a session to load.</summary>
    public static bool BringsCookie(HttpContext context, RequestSessions sessions) =>
        sessions.Cookies.For(context)?.Read(context.Request.Headers, out _) > 0;

    /// <summary>Takes the places of the user: authentication by the default scheme waits until somebody asks.</summary>
    public static void StandForUser(HttpContext context, RequestSessions sessions)
    {
        var request = new StaticFileRequest(context, sessions);
        context.Features.Set<IHttpAuthenticationFeature>(request);
        context.Features.Set<IAuthenticateResultFeature>(request);
    }

    /// <summary>Takes the place of the session.</summary>
    public static void StandForSession(HttpContext context, RequestSessions sessions) =>
        context.Features.Set<ISessionFeature>(new StaticFileRequest(context, sessions));

    /// <summary>The session was loaded after all: authenticates by the default scheme, if that was left to be asked for.</summary>
    public static ValueTask AuthenticateAsync(HttpContext context) =>
        context.Features.Get<IHttpAuthenticationFeature>() is StaticFileRequest { _user: null } request ? request.AuthenticateAsync() : ValueTask.CompletedTask;

    public InvalidOperationException Refuse()
    {
        sessions.StaticFiles.NoteLook();
        return NotLoaded();
    }

    private async ValueTask AuthenticateAsync()
    {
        AuthenticateResult result = await context.AuthenticateAsync();
        User = result.Principal ?? Nobody;
        AuthenticateResult = result.Succeeded ? result : null;
    }

    private ClaimsPrincipal Look()
    {
        sessions.StaticFiles.NoteLook();
        return _bringsCookie && !context.Response.HasStarted ? throw NotLoaded() : Nobody;
    }

    private static InvalidOperationException NotLoaded() => new(
        "This request is for a static file, whose session was not loaded, since nobody had looked at the user or the session of such a request before. From now on it is loaded: the next request succeeds. Where not even one may fail, await HttpContext.AuthenticateAsync() and use its result in place of HttpContext.User.");
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace SecureSessions;

/// <summary>Takes the place of the user and the session of a request for a static file, since neither was loaded.</summary>
/// <remarks>
/// A signed-in user is never treated as anonymous because of it: code that reads the user gets an exception, unless the request has no
/// cookie, so that there is no user, or the response has started, so that nothing depends on the user any more. A getter cannot load the
/// session, as it cannot wait for the store.
/// </remarks>
internal sealed class StaticFileRequest(
    HttpContext context, RequestSessions sessions) : IHttpAuthenticationFeature, IAuthenticateResultFeature
{
    private readonly bool _bringsCookie = BringsCookie(context, sessions);
    private ClaimsPrincipal? _user;

    public ClaimsPrincipal? User
    {
        get => _user ??= GetUnloadedUser();
        set
        {
            _user = value;
            AuthenticateResult = null;
        }
    }

    public AuthenticateResult? AuthenticateResult { get; set; }

    private static ClaimsPrincipal AnonymousUser => new(new ClaimsIdentity());

    /// <summary>Whether the request has a session cookie, so that there may be a session to load.</summary>
    public static bool BringsCookie(HttpContext context, RequestSessions sessions) =>
        sessions.Cookies.For(context)?.Read(context.Request.Headers, out _) > 0;

    /// <summary>Installs the features of the user. The default scheme authenticates later, and only if the app reads the user.</summary>
    public static void InstallForUser(HttpContext context, RequestSessions sessions)
    {
        var request = new StaticFileRequest(context, sessions);
        context.Features.Set<IHttpAuthenticationFeature>(request);
        context.Features.Set<IAuthenticateResultFeature>(request);
    }

    /// <summary>Installs the feature of the session.</summary>
    public static void InstallForSession(HttpContext context, RequestSessions sessions) =>
        context.Features.Set<ISessionFeature>(new WithoutSession(new StaticFileRequest(context, sessions).CreateException));

    /// <summary>Authenticates by the default scheme if that was put off, since the session has been loaded after all.</summary>
    public static ValueTask AuthenticateAsync(HttpContext context) =>
        context.Features.Get<IHttpAuthenticationFeature>() is StaticFileRequest { _user: null } request
            ? request.AuthenticateAsync()
            : ValueTask.CompletedTask;

    private async ValueTask AuthenticateAsync()
    {
        AuthenticateResult result = await context.AuthenticateAsync();
        User = result.Principal ?? AnonymousUser;
        AuthenticateResult = result.Succeeded ? result : null;
    }

    private InvalidOperationException CreateException()
    {
        sessions.StaticFiles.OnSessionAccessed();
        return CreateNotLoadedException();
    }

    private ClaimsPrincipal GetUnloadedUser()
    {
        sessions.StaticFiles.OnSessionAccessed();
        return _bringsCookie && !context.Response.HasStarted ? throw CreateNotLoadedException() : AnonymousUser;
    }

    private static InvalidOperationException CreateNotLoadedException() => new(
        "This request is for a static file, and its session was not loaded, since the app had not used the user or the session of such "
        + "a request before. From now on sessions of static files are loaded, so the next request succeeds. If no request may "
        + "fail, await HttpContext.AuthenticateAsync() and use its result in place of HttpContext.User.");
}

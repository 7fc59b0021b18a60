using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SecureSessions;

/// <summary>What every request needs, in one object.</summary>
internal sealed class SessionServices(
    SessionPolicy policy,
    SessionCookies cookies,
    SessionLifecycle lifecycle,
    CrossSitePolicy crossSite,
    SessionEvents events,
    LiveSessions liveSessions,
    TravelCheck travel,
    StaticFiles staticFiles,
    ClientNotes clientNotes,
    TimeProvider timeProvider,
    ILogger<SessionServices> logger)
{
    private int _saidInsecure;
    private int _saidMarkInvisible;
    private int _saidRefresherMissing;
    private int _saidTwoCookies;
    private int _saidForeignRedirect;

    /// <summary>Whether the pipeline has sessions.</summary>
    public bool AreInUse { get; set; }

    public SessionPolicy Policy => policy;

    public SessionCookies Cookies => cookies;

    public SessionLifecycle Lifecycle => lifecycle;

    public CrossSitePolicy CrossSite => crossSite;

    public SessionEvents Events => events;

    public LiveSessions LiveSessions => liveSessions;

    public TravelCheck Travel => travel;

    public StaticFiles StaticFiles => staticFiles;

    public ClientNotes ClientNotes => clientNotes;

    public TimeProvider TimeProvider => timeProvider;

    public void LogCommitException(Exception exception) => Log.CommitException(logger, exception);

    public void LogRefreshFailed(Exception exception) => Log.RefreshFailed(logger, exception);

    public void LogRefreshOfAnotherUser(SessionId id) => Log.RefreshOfAnotherUser(logger, id);

    /// <summary>Says beside the event which site it was: what has to be trusted, or is an attacker.</summary>
    public void LogCrossSite(HttpRequest request) => Log.CrossSite(
        logger, request.Method, request.Headers.Origin.ToString(), request.Headers["Sec-Fetch-Site"].ToString());

    public void LogFormRefused(HttpRequest request, string fault) =>
        Log.FormRefused(logger, request.Method, request.PathBase + request.Path, fault);

    /// <summary>Answers with a bare status, not to be cached; a user who has followed a link is led on. An empty body that says so keeps status code pages from running the pipeline again.</summary>
    public void WriteFailure(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
        if (status == StatusCodes.Status403Forbidden && CrossSitePolicy.IsVisit(response.HttpContext.Request))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = ArrivalPage.AddressFor(response.HttpContext.Request);
        }

        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = policy.RetryAfterSeconds;
    }

    /// <summary>Answers an exception of the library's own that the handler let through, if nothing has been sent.</summary>
    public bool TryWriteFailure(HttpResponse response, Exception exception)
    {
        if (!CanWriteFailure(response, exception))
            return false;

        response.Clear();
        WriteFailure(response, StatusOf(exception)!.Value);
        return true;
    }

    public static bool CanWriteFailure(HttpResponse response, Exception exception) => !response.HasStarted && StatusOf(exception) is not null;

    public void WarnInsecureTransport()
    {
        if (Interlocked.Exchange(ref _saidInsecure, 1) == 0)
            Log.InsecureTransport(logger);
    }

    public void WarnMarkInvisible(string? path)
    {
        if (Interlocked.Exchange(ref _saidMarkInvisible, 1) == 0)
            Log.MarkInvisible(logger, path);
    }

    public void WarnTwoCookies(string name)
    {
        if (Interlocked.Exchange(ref _saidTwoCookies, 1) == 0)
            Log.TwoCookies(logger, name);
    }

    public void WarnForeignRedirect()
    {
        if (Interlocked.Exchange(ref _saidForeignRedirect, 1) == 0)
            Log.ForeignRedirect(logger);
    }

    public void WarnRefresherMissing()
    {
        if (Interlocked.Exchange(ref _saidRefresherMissing, 1) == 0)
            Log.RefresherMissing(logger);
    }

    private static int? StatusOf(Exception exception) => exception switch
    {
        SecureSessionStoreException => StatusCodes.Status503ServiceUnavailable,
        SessionEndedException => StatusCodes.Status401Unauthorized,
        CrossSiteRequestException => StatusCodes.Status403Forbidden,
        SessionLimitException => StatusCodes.Status409Conflict,
        _ => null,
    };
}

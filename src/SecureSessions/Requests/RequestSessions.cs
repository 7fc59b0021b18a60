using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>Loads the session of each request, and holds the services that all requests share.</summary>
internal sealed class RequestSessions(
    SessionPolicy policy,
    SessionCookies cookies,
    CompanionCookies companions,
    SessionArrival arrival,
    SessionCommit commit,
    SessionLifecycle lifecycle,
    SessionEnding ending,
    LiveSessions liveSessions,
    StaticFiles staticFiles,
    FailureAnswer failures,
    HstsCheck hsts,
    TimeProvider timeProvider,
    ILogger<RequestSessions> logger)
{
    private readonly Once _warningOfInsecureTransport = new();
    private readonly Once _warningOfInvisibleMark = new();

    /// <summary>Whether the pipeline has the session middleware.</summary>
    public bool AreInUse { get; set; }

    public SessionPolicy Policy => policy;

    public SessionCookies Cookies => cookies;

    public CompanionCookies Companions => companions;

    public SessionArrival Arrival => arrival;

    public SessionCommit Commit => commit;

    public SessionLifecycle Lifecycle => lifecycle;

    public SessionEnding Ending => ending;

    public LiveSessions LiveSessions => liveSessions;

    public StaticFiles StaticFiles => staticFiles;

    public FailureAnswer Failures => failures;

    public HstsCheck Hsts => hsts;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>The session of a request; the first caller loads it.</summary>
    public ValueTask<RequestSession> GetOrLoadAsync(HttpContext context) =>
        RequestSession.Find(context) is { } existing ? ValueTask.FromResult(existing) : RequestSession.LoadAsync(context, this);

    public void LogCommitException(Exception exception) => Log.CommitException(logger, exception);

    public void WarnInsecureTransport()
    {
        if (_warningOfInsecureTransport.TryTake())
            Log.InsecureTransport(logger);
    }

    public void WarnMarkInvisible(string? path)
    {
        if (_warningOfInvisibleMark.TryTake())
            Log.MarkInvisible(logger, path);
    }
}

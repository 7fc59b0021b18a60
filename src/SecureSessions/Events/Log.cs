using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// Every log line of the library except those of events (<see cref="EventCatalogue"/>). Ids and names are fixed: alerts are built on them.
/// </summary>
internal static partial class Log
{
    /// <param name="logger">The logger.</param>
    /// <param name="path">The path, as the request has it.</param>
    public static void MarkInvisible(ILogger logger, string? path) => InvisibleMark(logger, LogText.Part(path));

    /// <param name="logger">The logger.</param>
    /// <param name="method">The method, as the request has it.</param>
    /// <param name="origin">The <c>Origin</c> header, as the request has it.</param>
    /// <param name="site">The <c>Sec-Fetch-Site</c> header, as the request has it.</param>
    /// <param name="own">The origin of this app, as the request has it: behind a proxy it may not be that of the browser.</param>
    public static void CrossSite(ILogger logger, string method, string origin, string site, string own) =>
        RequestOfAnotherSite(logger, LogText.Part(method), LogText.Quote(own), LogText.Quote(origin), LogText.Quote(site));

    /// <param name="logger">The logger.</param>
    /// <param name="method">The method, as the request has it.</param>
    /// <param name="path">The path, as the request has it.</param>
    /// <param name="fault">What was wrong with the token.</param>
    public static void FormRefused(ILogger logger, string method, string? path, string fault) =>
        RefusedForm(logger, LogText.Part(method), LogText.Part(path), fault);

    /// <param name="logger">The logger.</param>
    /// <param name="count">How many.</param>
    /// <param name="source">The address.</param>
    public static void RejectionsLeftOut(ILogger logger, int count, string source) => LeftOut(logger, count, LogText.Part(source));

    [LoggerMessage(101, LogLevel.Error, "{Operation} failed at the session store", EventName = "session_store_fail")]
    public static partial void StoreFailed(ILogger logger, string operation, Exception exception);

    [LoggerMessage(
        102,
        LogLevel.Error,
        "An event handler failed on {EventName}; the event itself has happened",
        EventName = "session_event_handler_fail")]
    public static partial void EventHandlerFailed(ILogger logger, string eventName, Exception exception);

    [LoggerMessage(
        103,
        LogLevel.Warning,
        "A request over plain HTTP needed a session, and no cookie was issued. Serve the app over HTTPS; behind a proxy that ends TLS, "
        + "call UseForwardedHeaders() before UseSecureSessions() and name the proxy in KnownProxies or KnownIPNetworks. This is "
        + "logged once",
        EventName = "session_insecure_transport")]
    public static partial void InsecureTransport(ILogger logger);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "The endpoint of {Path} is marked AsPassive() or WithoutSession(), or belongs to a hub, but routing had not selected it yet "
        + "when the session was loaded. Call UseRouting() before UseAuthentication() and UseSecureSessions(), or neither. This is "
        + "logged once",
        EventName = "session_mark_invisible")]
    private static partial void InvisibleMark(ILogger logger, string? path);

    [LoggerMessage(106, LogLevel.Error, "A session could not be committed", EventName = "session_commit_exception")]
    public static partial void CommitException(ILogger logger, Exception exception);

    [LoggerMessage(105, LogLevel.Warning, "{Setting} weakens the sessions: {Consequence}", EventName = "session_weak_setting")]
    public static partial void WeakSetting(ILogger logger, string setting, string consequence);

    [LoggerMessage(
        107,
        LogLevel.Error,
        "The in-memory store could not free the memory of ended sessions; it tries again",
        EventName = "session_sweep_fail")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        108,
        LogLevel.Error,
        "The sessions whose deadline has passed could not be processed; the next check tries again",
        EventName = "session_deadline_watch_fail")]
    public static partial void DeadlineWatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(109, LogLevel.Warning, "{Weakness}. This is logged once", EventName = "session_store_weak")]
    public static partial void WeakStore(ILogger logger, string weakness);

    [LoggerMessage(
        110,
        LogLevel.Information,
        "A {Method} to {Own} came from another site: Origin {Origin}, Sec-Fetch-Site {Site}",
        EventName = "session_cross_site")]
    private static partial void RequestOfAnotherSite(ILogger logger, string? method, string own, string origin, string site);

    [LoggerMessage(
        111,
        LogLevel.Error,
        "A principal could not be rebuilt after its user's privileges were changed. The request was answered 503, the session goes on, "
        + "and its next request tries again",
        EventName = "session_refresh_fail")]
    public static partial void RefreshFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        112,
        LogLevel.Error,
        "Session {SessionId} was ended: the IPrincipalRefresher or an ISessionValidator gave it the principal of another user. Give it "
        + "the principal of the UserId in the context, or reject the session",
        EventName = "session_refresh_mismatch")]
    public static partial void RefreshOfAnotherUser(ILogger logger, SessionId sessionId);

    [LoggerMessage(
        113,
        LogLevel.Error,
        "A session was ended because the privileges of its user were changed and no IPrincipalRefresher is registered on this node. "
        + "Call AddSecureSessions().AddPrincipalRefresher<T>() on every node. This is logged once",
        EventName = "session_refresher_missing")]
    public static partial void RefresherMissing(ILogger logger);

    [LoggerMessage(
        114,
        LogLevel.Error,
        "A session that has open connections could not be checked; the next check tries again",
        EventName = "session_live_look_fail")]
    public static partial void LiveSessionFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        115,
        LogLevel.Error,
        "A callback of the app at the end of a session failed; all other callbacks and connections of the session were notified",
        EventName = "session_end_callback_fail")]
    public static partial void EndCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        116, LogLevel.Error, "The app's IGeoLocator failed; the place of a client is not known", EventName = "session_geo_fail")]
    public static partial void GeoLocatorFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        120, LogLevel.Information, "The form token of a {Method} to {Path} was refused: {Fault}", EventName = "session_form_refused")]
    private static partial void RefusedForm(ILogger logger, string? method, string? path, string fault);

    [LoggerMessage(
        121,
        LogLevel.Warning,
        "{Count} tokens that {Source} sent during its flood were rejected without a log line each; the metrics and the event handlers "
        + "have them all",
        EventName = "session_token_rejected_left_out")]
    private static partial void LeftOut(ILogger logger, int count, string? source);

    [LoggerMessage(
        140,
        LogLevel.Information,
        "The app reads the user or the session of requests for static files, so from now on their sessions are loaded: each request "
        + "costs a call to the store and counts as activity. To avoid that, call UseStaticFiles() before the code that reads them, "
        + "and before UseAuthentication(). This is logged once",
        EventName = "session_static_file_look")]
    public static partial void StaticFileLookedAt(ILogger logger);

    [LoggerMessage(
        141,
        LogLevel.Warning,
        "A browser sent two different cookies named {Name}. One was set with another Domain or Path: by this app before Cookie.Domain "
        + "or Cookie.Path changed, or by another app on this host or a parent domain. If exactly one cookie belongs to a living "
        + "session, it is used and the other one is deleted; otherwise nobody is signed in. Give each app a Cookie.Name of its own, "
        + "beginning with __Host- where it can. This is logged once",
        EventName = "session_cookie_twice")]
    public static partial void TwoCookies(ILogger logger, string name);

    [LoggerMessage(
        142,
        LogLevel.Warning,
        "AuthenticationProperties.RedirectUri was not followed after a sign-in or sign-out: it is neither a local path nor a URL of "
        + "this host. To redirect to another host, answer with Results.Redirect(...) after the sign-in or sign-out. This is logged "
        + "once",
        EventName = "session_foreign_redirect")]
    public static partial void ForeignRedirect(ILogger logger);

    [LoggerMessage(
        143,
        LogLevel.Error,
        "An ISessionValidator threw. The request was answered 503, the session goes on, and its next request tries again",
        EventName = "session_validation_fail")]
    public static partial void ValidationFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        144,
        LogLevel.Debug,
        "The browser of a circuit whose session has ended could not be told; it is refused when it connects again",
        EventName = "session_circuit_not_told")]
    public static partial void CircuitNotReloaded(ILogger logger, Exception exception);

    [LoggerMessage(
        150,
        LogLevel.Error,
        "The audit log cannot be written. Events wait in memory, and it is tried again every second. This is logged once until it "
        + "succeeds",
        EventName = "session_audit_fail")]
    public static partial void AuditFailed(ILogger logger, Exception exception);

    [LoggerMessage(151, LogLevel.Information, "The audit log is written again", EventName = "session_audit_resumed")]
    public static partial void AuditResumed(ILogger logger);

    [LoggerMessage(
        152,
        LogLevel.Error,
        "{Lost} events are missing from the audit log: they happened from {Since:O} to {Until:O}, when its writer was so far behind that "
        + "the queue was full",
        EventName = "session_audit_lost")]
    public static partial void AuditEventsLost(ILogger logger, long lost, DateTimeOffset since, DateTimeOffset until);

    [LoggerMessage(
        153,
        LogLevel.Error,
        "The app stops while the audit log cannot be written: {Count} lines that were waiting are lost",
        EventName = "session_audit_dropped")]
    public static partial void AuditEntriesDropped(ILogger logger, int count);

    [LoggerMessage(
        154,
        LogLevel.Warning,
        "The file of the audit log is full and could not be rotated. It grows on, and it is tried again at the next write. This is logged "
        + "once until it succeeds",
        EventName = "session_audit_rotation_fail")]
    public static partial void AuditRotationFailed(ILogger logger, Exception exception);
}

using System.Diagnostics.Metrics;

namespace SecureSessions;

/// <summary>The instruments of the meter <c>SecureSessions</c>. Names, units and tags are fixed: dashboards are built on them.</summary>
internal sealed class SessionMetrics
{
    public const string MeterName = "SecureSessions";
    public const string CreatedName = "securesessions.sessions.created";
    public const string EndedName = "securesessions.sessions.ended";
    public const string ActiveName = "securesessions.sessions.active";
    public const string SignInsName = "securesessions.sign_ins";
    public const string PrivilegesChangedName = "securesessions.privileges.changed";
    public const string SignalsName = "securesessions.signals";
    public const string SecretsChangedName = "securesessions.secrets.changed";
    public const string TokensRejectedName = "securesessions.tokens.rejected";
    public const string AccessTokensCreatedName = "securesessions.access_tokens.created";
    public const string FailuresName = "securesessions.failures";
    public const string StoreDurationName = "securesessions.store.duration";
    public const string NearCacheHitsName = "securesessions.near_cache.hits";

    /// <summary>The detail of a commit that failed in a sign-in, and of the end of a session that was not created yet.</summary>
    public const string SignInDetail = "sign_in";

    // The boundaries of OpenTelemetry for calls to a database, finer at both ends: a store in memory is fast, and StoreTimeout is 2
    // seconds.
    private static readonly InstrumentAdvice<double> StoreDurationAdvice =
        new() { HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10] };

    private readonly Counter<long> _created;
    private readonly Counter<long> _ended;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _signIns;
    private readonly Counter<long> _privilegesChanged;
    private readonly Counter<long> _signals;
    private readonly Counter<long> _secretsChanged;
    private readonly Counter<long> _tokensRejected;
    private readonly Counter<long> _accessTokensCreated;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _storeDuration;
    private readonly Counter<long> _nearCacheHits;

    public SessionMetrics(IMeterFactory meterFactory)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes it.
        Meter meter = meterFactory.Create(MeterName);
#pragma warning restore CA2000
        _created = meter.CreateCounter<long>(CreatedName, "{session}", "Sessions created, by kind: anonymous or user.");
        _ended = meter.CreateCounter<long>(EndedName, "{session}", "Sessions seen to end, by reason.");
        _active = meter.CreateUpDownCounter<long>(
            ActiveName,
            "{session}",
            "Signed-in sessions that began on this node less those that this node saw end: only the sum over all nodes has a meaning.");
        _signIns = meter.CreateCounter<long>(SignInsName, "{sign_in}", "Sign-ins, by outcome: success, refused, failure or undelivered.");
        _privilegesChanged = meter.CreateCounter<long>(
            PrivilegesChangedName,
            "{change}",
            "Changes of what a session may do, by cause: step_up, refresh_required (a user) or refresh (a session).");
        _signals = meter.CreateCounter<long>(SignalsName, "{signal}", "Signals of trouble, by kind and detail.");
        _secretsChanged = meter.CreateCounter<long>(SecretsChangedName, "{secret}", "Secrets changed, by cause: renewal or regeneration.");
        _tokensRejected = meter.CreateCounter<long>(
            TokensRejectedName, "{token}", "Cookies and refresh tokens that belong to no session, by reason.");
        _accessTokensCreated = meter.CreateCounter<long>(
            AccessTokensCreatedName, "{token}", "Access tokens issued, by occasion: sign_in, refresh, step_up or cookie.");
        _failures = meter.CreateCounter<long>(
            FailuresName, "{failure}", "Requests whose session could not be loaded or stored, by kind and detail.");
        _storeDuration = meter.CreateHistogram<double>(
            StoreDurationName, "s", "Duration of calls to the store, by operation and outcome.", tags: null, StoreDurationAdvice);
        _nearCacheHits = meter.CreateCounter<long>(
            NearCacheHitsName, "{look_up}", "Look-ups of sessions that this node answered from its memory: no calls to the store.");
    }

    public bool StoreDurationEnabled => _storeDuration.Enabled;

    public void StoreCalled(string operation, bool succeeded, TimeSpan duration) => _storeDuration.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("operation", SnakeCase.Of(operation)),
        new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "error"));

    public void NearCacheHit() => _nearCacheHits.Add(1);

    public void SessionCreated(SecureSessionEvent e)
    {
        Count(_created, "kind", e.UserId is null ? "anonymous" : "user");
        if (e.UserId is null)
            return;

        _active.Add(1);
        Count(_signIns, "outcome", "success");
    }

    public void SessionEnded(SecureSessionEvent e)
    {
        Count(_ended, "reason", SnakeCase.Of(e.Reason.ToString()!));
        if (e.UserId is null)
            return;

        // Newer sign-ins ended this one before its session was created, so it was never counted as a success.
        if (e.Detail == SignInDetail)
        {
            Count(_signIns, "outcome", "refused");
            return;
        }

        _active.Add(-1);
        if (e.Reason == SessionEndReason.Undelivered)
            Count(_signIns, "outcome", "undelivered");
    }

    public void SecretChanged(string cause) => Count(_secretsChanged, "cause", cause);

    public void PrivilegesChanged(string cause) => Count(_privilegesChanged, "cause", cause);

    public void TokenRejected(string? reason) => Count(_tokensRejected, "reason", reason);

    public void AccessTokenCreated(string? occasion) => Count(_accessTokensCreated, "occasion", occasion);

    public void RequestFailed(SecureSessionEvent e)
    {
        _failures.Add(1, new KeyValuePair<string, object?>("kind", e.Name), new KeyValuePair<string, object?>("detail", e.Detail));
        if (e is { Type: SessionEventType.CommitFailed, Detail: SignInDetail })
            Count(_signIns, "outcome", "failure");
    }

    public void SignalRaised(SecureSessionEvent e, string? detail) =>
        _signals.Add(1, new KeyValuePair<string, object?>("kind", e.Name), new KeyValuePair<string, object?>("detail", detail));

    public void CrossSiteSeen(SecureSessionEvent e)
    {
        if (e.Outcome == SessionEventOutcome.Refused)
            TokenRejected("cross_site");
        else
            SignalRaised(e, e.Detail);
    }

    public void LimitExceeded(SecureSessionEvent e)
    {
        SignalRaised(e, e.Detail);
        if (e.Outcome == SessionEventOutcome.Refused)
            Count(_signIns, "outcome", "refused");
    }

    private static void Count(Counter<long> counter, string tag, string? value) =>
        counter.Add(1, new KeyValuePair<string, object?>(tag, value));
}

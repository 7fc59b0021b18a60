using System.Diagnostics.Metrics;

namespace SecureSessions;

/// <summary>The instruments of the meter <c>SecureSessions</c>. Names, units and tags are fixed: dashboards are built on them.</summary>
internal sealed class SessionMetrics
{
    public const string MeterName = "SecureSessions";
    public const string CreatedName = "securesessions.sessions.created";
    public const string EndedName = "securesessions.sessions.ended";
    public const string SecretsChangedName = "securesessions.secrets.changed";
    public const string TokensRejectedName = "securesessions.tokens.rejected";
    public const string FailuresName = "securesessions.failures";
    public const string StoreDurationName = "securesessions.store.duration";

    private readonly Counter<long> _created;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _secretsChanged;
    private readonly Counter<long> _tokensRejected;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _storeDuration;

    public SessionMetrics(IMeterFactory meterFactory)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes it.
        Meter meter = meterFactory.Create(MeterName);
#pragma warning restore CA2000
        _created = meter.CreateCounter<long>(CreatedName, "{session}", "Sessions created, by kind: anonymous or user.");
        _ended = meter.CreateCounter<long>(EndedName, "{session}", "Sessions seen to end, by reason.");
        _secretsChanged = meter.CreateCounter<long>(SecretsChangedName, "{secret}", "Secrets changed, by cause: renewal or regeneration.");
        _tokensRejected = meter.CreateCounter<long>(TokensRejectedName, "{token}", "Cookies that were no session's, by reason.");
        _failures = meter.CreateCounter<long>(FailuresName, "{failure}", "Requests whose session could not be loaded or stored, by kind and detail.");
        _storeDuration = meter.CreateHistogram<double>(StoreDurationName, "s", "Duration of calls to the store, by operation and outcome.");
    }

    public bool StoreDurationEnabled => _storeDuration.Enabled;

    public void StoreCalled(string operation, bool succeeded, TimeSpan duration) => _storeDuration.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("operation", operation),
        new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "error"));

    public void Event(SecureSessionEvent e)
    {
        switch (e.Type)
        {
            case SessionEventType.Created:
                _created.Add(1, new KeyValuePair<string, object?>("kind", e.UserId is null ? "anonymous" : "user"));
                break;
            case SessionEventType.Renewed:
                _secretsChanged.Add(1, new KeyValuePair<string, object?>("cause", "renewal"));
                break;
            case SessionEventType.Regenerated:
                _secretsChanged.Add(1, new KeyValuePair<string, object?>("cause", "regeneration"));
                break;
            case SessionEventType.LoggedOut or SessionEventType.Expired:
                _ended.Add(1, new KeyValuePair<string, object?>("reason", e.Reason.ToString()));
                break;
            case SessionEventType.UsedAfterExpire:
                Rejected("used_after_expire");
                break;
            case SessionEventType.SpentSecretRefused:
                Rejected("spent");
                break;
            case SessionEventType.TokenRejected:
                Rejected(e.Detail);
                break;
            case SessionEventType.DecryptionFailed or SessionEventType.LoadFailed or SessionEventType.CommitFailed or SessionEventType.ChangesDropped:
                _failures.Add(1, new KeyValuePair<string, object?>("kind", e.Name), new KeyValuePair<string, object?>("detail", e.Detail));
                break;
            case SessionEventType.LimitExceeded or SessionEventType.SteppedUp or SessionEventType.Refreshed or SessionEventType.ClientChanged:
                // What it does to sessions and secrets is counted where it happens.
                break;
            case SessionEventType.ImpossibleTravel or SessionEventType.FloodDetected or SessionEventType.RefreshRequired:
                // Rare, and for people to look at.
                break;
            case SessionEventType.CrossSiteRefused:
                Rejected("cross_site");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Rejected(string? reason) => _tokensRejected.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

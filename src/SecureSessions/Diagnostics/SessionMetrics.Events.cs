namespace SecureSessions;

// What is counted of each event.
internal sealed partial class SessionMetrics
{
    public void Event(SecureSessionEvent e)
    {
        switch (e.Type)
        {
            case SessionEventType.Created:
                Created(e);
                break;
            case SessionEventType.LoggedOut or SessionEventType.Expired:
                Ended(e);
                break;
            case SessionEventType.Renewed:
                Count(_secretsChanged, "cause", "renewal");
                break;
            case SessionEventType.Regenerated:
                Count(_secretsChanged, "cause", "regeneration");
                break;
            case SessionEventType.SteppedUp:
                Count(_privilegesChanged, "cause", "step_up");
                break;
            case SessionEventType.Refreshed:
                Count(_privilegesChanged, "cause", "refresh");
                break;
            case SessionEventType.RefreshRequired:
                Count(_privilegesChanged, "cause", "refresh_required");
                break;
            case SessionEventType.UsedAfterExpire:
                Count(_tokensRejected, "reason", "used_after_expire");
                break;
            case SessionEventType.SpentSecretRefused:
                Count(_tokensRejected, "reason", "spent");
                break;
            case SessionEventType.TokenRejected:
                Count(_tokensRejected, "reason", e.Detail);
                break;
            case SessionEventType.CrossSiteRefused when e.Outcome == SessionEventOutcome.Refused:
                Count(_tokensRejected, "reason", "cross_site");
                break;
            case SessionEventType.DecryptionFailed or SessionEventType.LoadFailed or SessionEventType.CommitFailed or SessionEventType.ChangesDropped:
                Failed(e);
                break;
            case SessionEventType.LimitExceeded or SessionEventType.ClientChanged or SessionEventType.ImpossibleTravel or SessionEventType.FloodDetected
                or SessionEventType.CrossSiteRefused:
                Noticed(e);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Created(SecureSessionEvent e)
    {
        Count(_created, "kind", e.UserId is null ? "anonymous" : "user");
        if (e.UserId is null)
            return;

        _active.Add(1);
        Count(_signIns, "outcome", "success");
    }

    private void Ended(SecureSessionEvent e)
    {
        Count(_ended, "reason", SnakeCase.Of(e.Reason.ToString()!));
        if (e.UserId is null)
            return;

        // A sign-in that newer ones have overtaken before its session was there: it never counted as one.
        if (e.Detail == SignInDetail)
        {
            Count(_signIns, "outcome", "refused");
            return;
        }

        _active.Add(-1);
        if (e.Reason == SessionEndReason.Undelivered)
            Count(_signIns, "outcome", "undelivered");
    }

    private void Failed(SecureSessionEvent e)
    {
        _failures.Add(1, new KeyValuePair<string, object?>("kind", e.Name), new KeyValuePair<string, object?>("detail", e.Detail));
        if (e is { Type: SessionEventType.CommitFailed, Detail: SignInDetail })
            Count(_signIns, "outcome", "failure");
    }

    private void Noticed(SecureSessionEvent e)
    {
        // A speed and two networks would be a series each, and are for the log.
        string? detail = e.Type == SessionEventType.ImpossibleTravel ? null : e.Detail;
        _signals.Add(1, new KeyValuePair<string, object?>("kind", e.Name), new KeyValuePair<string, object?>("detail", detail));
        if (e is { Type: SessionEventType.LimitExceeded, Outcome: SessionEventOutcome.Refused })
            Count(_signIns, "outcome", "refused");
    }

    private static void Count(System.Diagnostics.Metrics.Counter<long> counter, string tag, string? value) =>
        counter.Add(1, new KeyValuePair<string, object?>(tag, value));
}

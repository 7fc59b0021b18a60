using Microsoft.Extensions.Logging;

namespace SecureSessions;

/// <summary>
/// All events. A new one is a member of <see cref="SessionEventType"/>, a row here, and a call of <see cref="SessionEvents"/>.
/// </summary>
/// <remarks>
/// Names and levels are those of the OWASP logging vocabulary where it has the event. The id in the log is the number of the type. Alerts
/// and dashboards are built on ids, names and instruments, so the rows do not change.
/// </remarks>
internal static class EventCatalogue
{
    private const LogLevel Information = LogLevel.Information;
    private const LogLevel Warning = LogLevel.Warning;
    private const LogLevel Error = LogLevel.Error;
    private const LogLevel Critical = LogLevel.Critical;

    private const SessionEventOutcome Success = SessionEventOutcome.Success;
    private const SessionEventOutcome Failure = SessionEventOutcome.Failure;
    private const SessionEventOutcome Refused = SessionEventOutcome.Refused;
    private const SessionEventOutcome Noticed = SessionEventOutcome.Noticed;

    private static readonly Row[] Rows = InOrder(
    [
        new(SessionEventType.Created, "session_created", Information, Success, static (m, e) => m.SessionCreated(e)),
        new(SessionEventType.Renewed, "session_renewed", Information, Success, static (m, _) => m.SecretChanged("renewal")),
        new(SessionEventType.Regenerated, "session_regenerated", Information, Success, static (m, _) => m.SecretChanged("regeneration")),
        new(SessionEventType.LoggedOut, "session_logout", Information, Success, static (m, e) => m.SessionEnded(e)),
        new(SessionEventType.Expired, "session_expired", Information, Success, static (m, e) => m.SessionEnded(e)),
        new(
            SessionEventType.UsedAfterExpire,
            "session_use_after_expire",
            Critical,
            Refused,
            static (m, _) => m.TokenRejected("used_after_expire")),
        new(SessionEventType.SpentSecretRefused, "session_spent_secret", Warning, Refused, static (m, _) => m.TokenRejected("spent")),
        new(SessionEventType.TokenRejected, "session_token_rejected", Information, Refused, static (m, e) => m.TokenRejected(e.Detail)),
        new(SessionEventType.DecryptionFailed, "crypt_decrypt_fail", Warning, Failure, static (m, e) => m.RequestFailed(e)),
        new(SessionEventType.LoadFailed, "session_load_fail", Error, Failure, static (m, e) => m.RequestFailed(e)),
        new(SessionEventType.CommitFailed, "session_commit_fail", Error, Failure, static (m, e) => m.RequestFailed(e)),
        new(SessionEventType.ChangesDropped, "session_changes_dropped", Warning, Refused, static (m, e) => m.RequestFailed(e)),
        new(SessionEventType.LimitExceeded, "excess_sessions_exceeded", Warning, Success, static (m, e) => m.LimitExceeded(e)),
        new(SessionEventType.SteppedUp, "session_step_up", Information, Success, static (m, _) => m.PrivilegesChanged("step_up")),
        new(SessionEventType.Refreshed, "session_refreshed", Information, Success, static (m, _) => m.PrivilegesChanged("refresh")),
        new(SessionEventType.ClientChanged, "session_client_changed", Warning, Noticed, static (m, e) => m.SignalRaised(e, e.Detail)),

        // The detail has a speed and two networks. As a tag each detail would be a time series of its own, so only the log has it.
        new(
            SessionEventType.ImpossibleTravel,
            "authn_impossible_travel",
            Critical,
            Noticed,
            static (m, e) => m.SignalRaised(e, detail: null)),
        new(SessionEventType.FloodDetected, "session_flood", Warning, Noticed, static (m, e) => m.SignalRaised(e, e.Detail)),
        new(SessionEventType.CrossSiteRefused, "malicious_cors", Warning, Refused, static (m, e) => m.CrossSiteSeen(e)),
        new(SessionEventType.RefreshRequired, "authz_change", Warning, Success, static (m, _) => m.PrivilegesChanged("refresh_required")),
        new(SessionEventType.TokenCreated, "authn_token_created", Information, Success, static (m, e) => m.AccessTokenCreated(e.Detail)),

        // The end of its session is counted by the event of the end.
        new(SessionEventType.TokenRevoked, "authn_token_revoked", Information, Success, static (_, _) => { }),
        new(SessionEventType.TokenReused, "authn_token_reuse", Critical, Refused, static (m, _) => m.TokenRejected("token_reuse")),

        // The ends of its sessions are counted by their own events.
        new(SessionEventType.UserForgotten, "session_user_forgotten", Warning, Success, static (_, _) => { }),

        // The detail is a method, which the app names. The vocabulary has the second one as a warning: here the app has to act.
        new(SessionEventType.SignInFailed, "authn_login_fail", Warning, Refused, static (m, e) => m.SignalRaised(e, e.Detail)),
        new(SessionEventType.SignInsExhausted, "authn_login_fail_max", Critical, Noticed, static (m, e) => m.SignalRaised(e, e.Detail)),
        new(
            SessionEventType.SignedInAfterFailures,
            "authn_login_successafterfail",
            Information,
            Success,
            static (m, e) => m.SignalRaised(e, e.Detail)),
    ]);

    public static Row Of(SessionEventType type) => Rows[(int)type - 1];

    private static Row[] InOrder(Row[] rows) =>
        rows.Select(static (row, i) => (int)row.Type - 1 == i).All(static isInPlace => isInPlace)
            ? rows
            : throw new InvalidOperationException("The rows of the events do not stand in the order of SessionEventType.");

    /// <summary>What is the same for all events of a type.</summary>
    /// <param name="Type">The type; its number is the event's id in the log.</param>
    /// <param name="Name">The event's name in logs.</param>
    /// <param name="Level">The level of its log line.</param>
    /// <param name="Outcome">The outcome, unless the event itself has another one.</param>
    /// <param name="Count">Counts the event in the metrics.</param>
    internal sealed record Row(
        SessionEventType Type, string Name, LogLevel Level, SessionEventOutcome Outcome, Action<SessionMetrics, SecureSessionEvent> Count);
}

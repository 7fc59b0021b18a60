using System.Diagnostics;

namespace SecureSessions;

/// <summary>The names of the events: those of the OWASP logging vocabulary where it has one.</summary>
internal static class SessionEventNames
{
    public const string Created = "session_created";
    public const string Renewed = "session_renewed";
    public const string Regenerated = "session_regenerated";
    public const string LoggedOut = "session_logout";
    public const string Expired = "session_expired";
    public const string UsedAfterExpire = "session_use_after_expire";
    public const string SpentSecretRefused = "session_spent_secret";
    public const string TokenRejected = "session_token_rejected";
    public const string DecryptionFailed = "crypt_decrypt_fail";
    public const string LoadFailed = "session_load_fail";
    public const string CommitFailed = "session_commit_fail";
    public const string ChangesDropped = "session_changes_dropped";
    public const string LimitExceeded = "excess_sessions_exceeded";
    public const string SteppedUp = "session_step_up";
    public const string Refreshed = "session_refreshed";
    public const string ClientChanged = "session_client_changed";
    public const string ImpossibleTravel = "authn_impossible_travel";
    public const string FloodDetected = "session_flood";
    public const string CrossSiteRefused = "malicious_cors";
    public const string RefreshRequired = "authz_change";

    public static string Of(SessionEventType type) => type switch
    {
        SessionEventType.Created => Created,
        SessionEventType.Renewed => Renewed,
        SessionEventType.Regenerated => Regenerated,
        SessionEventType.LoggedOut => LoggedOut,
        SessionEventType.Expired => Expired,
        SessionEventType.UsedAfterExpire => UsedAfterExpire,
        SessionEventType.SpentSecretRefused => SpentSecretRefused,
        SessionEventType.TokenRejected => TokenRejected,
        SessionEventType.DecryptionFailed => DecryptionFailed,
        SessionEventType.LoadFailed => LoadFailed,
        SessionEventType.CommitFailed => CommitFailed,
        SessionEventType.ChangesDropped => ChangesDropped,
        SessionEventType.LimitExceeded => LimitExceeded,
        SessionEventType.SteppedUp => SteppedUp,
        SessionEventType.Refreshed => Refreshed,
        SessionEventType.ClientChanged => ClientChanged,
        SessionEventType.ImpossibleTravel => ImpossibleTravel,
        SessionEventType.FloodDetected => FloodDetected,
        SessionEventType.CrossSiteRefused => CrossSiteRefused,
        SessionEventType.RefreshRequired => RefreshRequired,
        _ => throw new UnreachableException(),
    };
}

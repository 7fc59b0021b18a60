namespace SecureSessions;

/// <summary>What can happen to a session. The names in brackets are those of the log and of the OWASP logging vocabulary.</summary>
public enum SessionEventType
{
    /// <summary>A session was created (<c>session_created</c>).</summary>
    Created = 1,

    /// <summary>Its secret was renewed because of its age (<c>session_renewed</c>).</summary>
    Renewed = 2,

    /// <summary>Its secret was changed because privileges changed (<c>session_regenerated</c>).</summary>
    Regenerated = 3,

    /// <summary>Its user signed out (<c>session_logout</c>).</summary>
    LoggedOut = 4,

    /// <summary>It ended in any other way; the reason says how (<c>session_expired</c>).</summary>
    Expired = 5,

    /// <summary>A secret that should be in no browser any more was used (<c>session_use_after_expire</c>): probably a stolen cookie.</summary>
    UsedAfterExpire = 6,

    /// <summary>A replaced secret arrived late, but within the lag window, and was refused (<c>session_spent_secret</c>).</summary>
    SpentSecretRefused = 7,

    /// <summary>A cookie arrived that is no session's: malformed, duplicate, unknown or forged (<c>session_token_rejected</c>).</summary>
    TokenRejected = 8,

    /// <summary>A payload could not be opened (<c>crypt_decrypt_fail</c>).</summary>
    DecryptionFailed = 9,

    /// <summary>The store, or what rebuilds principals, failed while a session was loaded (<c>session_load_fail</c>).</summary>
    LoadFailed = 10,

    /// <summary>A session's changes could not be stored (<c>session_commit_fail</c>).</summary>
    CommitFailed = 11,

    /// <summary>A session's changes were dropped, because it ended or was regenerated while the request ran (<c>session_changes_dropped</c>).</summary>
    ChangesDropped = 12,

    /// <summary>
    /// A user signed in and had more sessions than are allowed (<c>excess_sessions_exceeded</c>); <see cref="SecureSessionOptions.SessionLimit"/>
    /// says what became of it. Names no session if the sign-in was refused.
    /// </summary>
    LimitExceeded = 13,

    /// <summary>Its user authenticated again within the session, for a while (<c>session_step_up</c>).</summary>
    SteppedUp = 14,

    /// <summary>Its principal was rebuilt because privileges were changed elsewhere (<c>session_refreshed</c>).</summary>
    Refreshed = 15,

    /// <summary>It was used from another kind of device, or from another network, than before (<c>session_client_changed</c>).</summary>
    ClientChanged = 16,

    /// <summary>Its user was in two places within less time than the way between them takes (<c>authn_impossible_travel</c>).</summary>
    ImpossibleTravel = 17,

    /// <summary>One address sent very many unknown tokens, new sessions or sign-outs (<c>session_flood</c>): once an address and window.</summary>
    FloodDetected = 18,

    /// <summary>A request that another site sent was refused, or reported only (<c>malicious_cors</c>).</summary>
    CrossSiteRefused = 19,

    /// <summary>A user's privileges were changed, and the principals of all their sessions are to be rebuilt (<c>authz_change</c>): once a user.</summary>
    RefreshRequired = 20,
}

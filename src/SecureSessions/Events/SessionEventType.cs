namespace SecureSessions;

/// <summary>The events of a session. The names in brackets are those of the log and of the OWASP logging vocabulary.</summary>
public enum SessionEventType
{
    /// <summary>A session was created (<c>session_created</c>).</summary>
    Created = 1,

    /// <summary>The secret of a session was renewed because of its age (<c>session_renewed</c>).</summary>
    Renewed = 2,

    /// <summary>The secret of a session was changed because privileges changed (<c>session_regenerated</c>).</summary>
    Regenerated = 3,

    /// <summary>The user of a session signed out (<c>session_logout</c>).</summary>
    LoggedOut = 4,

    /// <summary>A session ended in any other way than by a sign-out; the reason says how (<c>session_expired</c>).</summary>
    Expired = 5,

    /// <summary>
    /// A secret was used that no browser should have any more (<c>session_use_after_expire</c>): the cookie was probably stolen.
    /// </summary>
    UsedAfterExpire = 6,

    /// <summary>A replaced secret arrived late, but within the lag window, and was refused (<c>session_spent_secret</c>).</summary>
    SpentSecretRefused = 7,

    /// <summary>
    /// A cookie arrived that belongs to no session: malformed, duplicate, unknown or forged (<c>session_token_rejected</c>).
    /// </summary>
    TokenRejected = 8,

    /// <summary>A payload could not be opened (<c>crypt_decrypt_fail</c>).</summary>
    DecryptionFailed = 9,

    /// <summary>The store, or the <c>IPrincipalRefresher</c>, failed while a session was loaded (<c>session_load_fail</c>).</summary>
    LoadFailed = 10,

    /// <summary>A session's changes could not be stored (<c>session_commit_fail</c>).</summary>
    CommitFailed = 11,

    /// <summary>
    /// A session's changes were dropped, because it ended or was regenerated while the request ran (<c>session_changes_dropped</c>).
    /// </summary>
    ChangesDropped = 12,

    /// <summary>
    /// A user signed in and had more sessions than are allowed (<c>excess_sessions_exceeded</c>);
    /// <see cref="SecureSessionOptions.SessionLimit"/> decides what happened to the sign-in. The event names no session if the sign-in was
    /// refused.
    /// </summary>
    LimitExceeded = 13,

    /// <summary>The user of a session authenticated again within it (<c>session_step_up</c>).</summary>
    SteppedUp = 14,

    /// <summary>The principal of a session was rebuilt because privileges were changed elsewhere (<c>session_refreshed</c>).</summary>
    Refreshed = 15,

    /// <summary>
    /// A session was used from another kind of device, or from another network, than before (<c>session_client_changed</c>).
    /// </summary>
    ClientChanged = 16,

    /// <summary>A user was in two places within less time than the journey takes (<c>authn_impossible_travel</c>).</summary>
    ImpossibleTravel = 17,

    /// <summary>
    /// One address sent very many unknown tokens, new sessions or sign-outs (<c>session_flood</c>): raised once for each address and
    /// window.
    /// </summary>
    FloodDetected = 18,

    /// <summary>A request that another site sent was refused, or reported only (<c>malicious_cors</c>).</summary>
    CrossSiteRefused = 19,

    /// <summary>
    /// A user's privileges were changed, and the principals of all their sessions are to be rebuilt (<c>authz_change</c>): raised once for
    /// each user.
    /// </summary>
    RefreshRequired = 20,

    /// <summary>An access token was issued (<c>authn_token_created</c>). The detail says on what occasion.</summary>
    TokenCreated = 21,

    /// <summary>A client gave its refresh token back, which ended its session (<c>authn_token_revoked</c>).</summary>
    TokenRevoked = 22,

    /// <summary>
    /// A refresh token was used that was replaced before (<c>authn_token_reuse</c>): it was probably stolen. Its session was ended.
    /// </summary>
    TokenReused = 23,

    /// <summary>
    /// What the library kept of a user was erased (<c>session_user_forgotten</c>): the sessions, their history, the devices.
    /// </summary>
    UserForgotten = 24,

    /// <summary>
    /// An attempt to sign in failed (<c>authn_login_fail</c>). The detail is the method; <see cref="SecureSessionEvent.Account"/> and
    /// <see cref="SecureSessionEvent.Failures"/> say on what account, and the how many-th in a row it was.
    /// </summary>
    SignInFailed = 25,

    /// <summary>
    /// An account has reached <see cref="SignInAttemptOptions.MaxConsecutiveFailures"/> by one method (<c>authn_login_fail_max</c>): the
    /// app disables the method there. Raised once, and again only after a success in between.
    /// </summary>
    SignInsExhausted = 26,

    /// <summary>
    /// A sign-in succeeded after others had failed (<c>authn_login_successafterfail</c>); <see cref="SecureSessionEvent.Failures"/> says
    /// how many. It names no session if the method was right and nobody was signed in yet: a second factor was still to come.
    /// </summary>
    SignedInAfterFailures = 27,
}

namespace SecureSessions;

/// <summary>
/// A user's sessions on all devices: lists them, ends them, and has their principals rebuilt. A singleton; take it by injection.
/// </summary>
/// <remarks>
/// <para>
/// Every member takes a user id, or a session of the user, and reaches the sessions of that user only. The app decides whose sessions a
/// caller may see and end: take the user id from the current session (<see cref="ISecureSession.UserId"/>), or check that the caller is an
/// administrator.
/// </para>
/// <para>
/// The store must have a users port. The stores in memory and on Redis have one. A distributed cache has none, and every member throws
/// <see cref="InvalidOperationException"/> then. If the store fails, every member throws <see cref="SecureSessionStoreException"/>; a
/// member that reaches many sessions tries all of them before. A cancelled call stops between two sessions.</para>
/// </remarks>
/// <example>
/// <code>
/// app.MapGet("/devices", async (HttpContext context, ISecureSessionManager manager) =>
/// {
///     ISecureSession session = context.GetSecureSession();
///     IReadOnlyList&lt;UserSession> sessions = await manager.ListAsync(session.UserId!, session);
///     return sessions.Select(s => new { s.Id, s.Device, s.Network, s.LastSeenAt, s.Authentication?.Methods, s.IsCurrent });
/// }).RequireAuthorization();
/// </code>
/// </example>
public interface ISecureSessionManager
{
    /// <summary>The living sessions of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="current">The session of the request, which the list marks as current; <see langword="null"/> to mark none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, the most recently used one first.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    Task<IReadOnlyList<UserSession>> ListAsync(
        string userId, ISecureSession? current = null, CancellationToken cancellationToken = default);

    /// <summary>The sessions of a user that have ended: <see cref="SecureSessionDefaults.HistoryLength"/> at most, each of them for
    /// <see cref="SecureSessionDefaults.HistoryRetention"/>.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, the most recently ended one first.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    Task<IReadOnlyList<PastSession>> HistoryAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Ends one session of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="id">The session.</param>
    /// <param name="actor">Who ends the session, for the event; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the session was alive and was ended. False as well if the session is another user's.</returns>
    /// <remarks>
    /// The reason is <see cref="SessionEndReason.Revoked"/>. The session of the request itself can be ended too, but its cookie stays in
    /// the browser, where it is good for nothing, and changes of this request to its values are refused. To sign out, call
    /// <c>SignOutAsync</c> or
    /// <see cref="ISecureSession.End"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; it is unknown whether the session is alive.</exception>
    Task<bool> EndAsync(string userId, SessionId id, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user, also those whose sign-in is under way (ASVS 7.4.2). A sign-in that begins afterwards is not affected.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who ends the sessions, for the events; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Cancels the call between two sessions.</param>
    /// <returns>How many sessions were alive and were ended.</returns>
    /// <remarks>
    /// To keep a user out, bar the account first. For the session of the request itself, the remarks on <see cref="EndAsync"/> apply.
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be ended; all others were. Call it again.</exception>
    Task<int> EndAllAsync(string userId, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user but the current one, which gets a new secret: for a change of password or of a factor (ASVS 7.4.3).
    /// </summary>
    /// <param name="current">The session of the request.</param>
    /// <param name="actor">Who ends the sessions, for the events; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Cancels the call between two sessions.</param>
    /// <returns>How many sessions were alive and were ended.</returns>
    /// <remarks>
    /// The new secret, and what the request has changed in the session so far, are stored before any session is ended. The call acts for
    /// the session's user, whichever scheme signed the user in. If a scheme is for sign-ins that are not finished, call this from an
    /// endpoint that is guarded by the scheme of finished sign-ins.
    /// </remarks>
    /// <exception cref="ArgumentException">The session is none of this library.</exception>
    /// <exception cref="InvalidOperationException">Nobody is signed in to the session, the response has started, or the store has no users
    /// port.</exception>
    /// <exception cref="SessionEndedException">
    /// The current session has ended, or its secret was changed, since the request began. No session was ended.
    /// </exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be ended; all others were. Call it again.</exception>
    Task<int> EndOthersAsync(ISecureSession current, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the sessions that began from a session at an identity provider, because the provider says that it has ended (OpenID Connect
    /// Back-Channel Logout 1.0, 2.7), also those whose sign-in is under way.
    /// </summary>
    /// <param name="provider">
    /// The session at the provider. With a <see cref="ProviderSession.SessionId"/> the sessions of that <c>sid</c> end, and else all
    /// sessions of the <see cref="ProviderSession.Subject"/> at that issuer. Validate the provider's token before.
    /// </param>
    /// <param name="actor">Who ends the sessions, for the events; <see langword="null"/> is the issuer.</param>
    /// <param name="cancellationToken">Cancels the call between two sessions.</param>
    /// <returns>How many sessions were alive and were ended.</returns>
    /// <exception cref="ArgumentException">The provider's session has neither <c>sid</c> nor <c>sub</c>.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="SecureSessionOptions.IndexProviderSessions"/> is false, or the store has no users port.
    /// </exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be ended; all others were. Call it again.</exception>
    Task<int> EndProviderSessionsAsync(ProviderSession provider, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases what the library keeps of a user: ends all sessions, also those whose sign-in is under way, and erases the history and the
    /// known devices (GDPR, Art. 17).
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who erases, for the events; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Cancels the call between two sessions.</param>
    /// <returns>How many sessions were alive and were ended.</returns>
    /// <remarks>
    /// Bar or delete the account first: a sign-in that begins afterwards makes a session as any other. The tombstones of the sessions stay,
    /// without payload, until <see cref="SecureSessionDefaults.TombstoneRetention"/> after the deadline of each: only they tell a stolen
    /// cookie that is used afterwards from an unknown one. docs/session-contents.md has the table of what stays, where and for how long.
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store has no users port.</exception>
    /// <exception cref="SecureSessionStoreException">
    /// Some sessions could not be ended, or the history was not erased; all others were. Call it again.
    /// </exception>
    Task<int> ForgetUserAsync(string userId, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has the principals of a user's sessions rebuilt, because the user's privileges were changed (ASVS 7.2.4). The next request of each
    /// session asks the <see cref="IPrincipalRefresher"/> before its handler runs, and gets a new secret.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who changed the privileges, for the event; <see langword="null"/> is the user.</param>
    /// <param name="reauthenticate">
    /// Whether the user has to authenticate again as well (ASVS 7.2.4). The sessions go on, but no authentication of them counts as fresh
    /// for <c>RequireFreshAuthentication</c> until the user steps up or signs in again.
    /// </param>
    /// <param name="cancellationToken">Cancels the call between two sessions.</param>
    /// <returns>How many sessions were marked.</returns>
    /// <remarks>
    /// <para>
    /// Change the privileges first, then call this. A session whose sign-in is under way is ended: its principal may be built from the old
    /// privileges. Requests that are running keep the principal that they have.
    /// </para>
    /// <para>
    /// A step-up of a request that began before the call does not count, whenever it is written. A call without
    /// <paramref name="reauthenticate"/> does not take the demand of an earlier one back.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">
    /// No <see cref="IPrincipalRefresher"/> is registered, or the store has no users port.
    /// </exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be marked; all others were. Call it again.</exception>
    Task<int> RequireRefreshAsync(
        string userId, string? actor = null, bool reauthenticate = false, CancellationToken cancellationToken = default);
}

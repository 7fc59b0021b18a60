namespace SecureSessions;

/// <summary>A user's sessions on all devices: lists them, ends them, and has their principals rebuilt. A singleton; take it by injection.</summary>
/// <remarks>
/// <para>
/// Everything goes by user id, and reaches the sessions of that user only. Whose sessions a caller may see and end is the app's to decide: take
/// the user id from the current session (<see cref="ISecureSession.UserId"/>), or check that the caller is an administrator.
/// </para>
/// <para>
/// The store must know users: in memory and Redis do, a distributed cache does not, and then every member throws
/// <see cref="InvalidOperationException"/>. If the store fails, every member throws <see cref="SecureSessionStoreException"/>; those that reach
/// many sessions go through all of them before. A cancelled call stops between two sessions.
/// </para>
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
    /// <param name="current">The session of the request, which is shown as such; <see langword="null"/> if none is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The sessions, the one that was used last in front.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store knows no users.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    Task<IReadOnlyList<UserSession>> ListAsync(string userId, ISecureSession? current = null, CancellationToken cancellationToken = default);

    /// <summary>The sessions of a user that have ended: <see cref="SecureSessionDefaults.HistoryLength"/> at most, each for
    /// <see cref="SecureSessionDefaults.HistoryRetention"/>.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The sessions, the one that ended last in front.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store knows no users.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    Task<IReadOnlyList<PastSession>> HistoryAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Ends one session of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="id">The session.</param>
    /// <param name="actor">Who ends it, for the event; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it lived and was ended; not if the user has no such session, though another user may.</returns>
    /// <remarks>
    /// The reason is <see cref="SessionEndReason.Revoked"/>. The session of the request itself can be ended too, but its cookie stays in the
    /// browser, dead, and changes of this request to its values are refused: to sign out, call <c>SignOutAsync</c> or
    /// <see cref="ISecureSession.End"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store knows no users.</exception>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session lives is unknown.</exception>
    Task<bool> EndAsync(string userId, SessionId id, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of a user, also those whose sign-in is under way (ASVS 7.4.2). A sign-in that begins afterwards stands.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who ends them, for the events; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Gives up between two sessions.</param>
    /// <returns>How many lived and were ended.</returns>
    /// <remarks>To keep a user out, bar the account first. For the session of the request itself the same holds as in <see cref="EndAsync"/>.</remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The store knows no users.</exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be ended; all others were. Call it again.</exception>
    Task<int> EndAllAsync(string userId, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user but the current one, which gets a new secret: for a change of password or of a factor (ASVS 7.4.3).
    /// </summary>
    /// <param name="current">The session of the request.</param>
    /// <param name="actor">Who ends them, for the events; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Gives up between two sessions.</param>
    /// <returns>How many lived and were ended.</returns>
    /// <remarks>
    /// It acts for the session's user, whichever scheme signed them in. Where one scheme is for sign-ins that are not finished, call it from an
    /// endpoint that is guarded by the scheme of those that are.
    /// </remarks>
    /// <exception cref="ArgumentException">It is no session of this library.</exception>
    /// <exception cref="InvalidOperationException">Nobody is signed in to the session, the response has started, or the store knows no
    /// users.</exception>
    /// <exception cref="SessionEndedException">The current session has ended, or its secret was changed, since the request began: no session
    /// was ended.</exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be ended; all others were. Call it again.</exception>
    /// <remarks>The new secret, and what the request has changed in the session so far, is stored before any session is ended.</remarks>
    Task<int> EndOthersAsync(ISecureSession current, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has the principals of a user's sessions rebuilt, because the user's privileges were changed (ASVS 7.2.4). The next request of each
    /// session asks the <see cref="IPrincipalRefresher"/> before its handler runs, and gets a new secret.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who changed them, for the event; <see langword="null"/> is the user.</param>
    /// <param name="cancellationToken">Gives up between two sessions.</param>
    /// <returns>How many sessions were marked.</returns>
    /// <remarks>
    /// Change the privileges first, then call this. A session whose sign-in is under way is ended: nobody knows what its principal was built
    /// from. Requests that are running keep the principal that they have.
    /// </remarks>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">No <see cref="IPrincipalRefresher"/> is registered, or the store knows no users.</exception>
    /// <exception cref="SecureSessionStoreException">Some sessions could not be marked; all others were. Call it again.</exception>
    Task<int> RequireRefreshAsync(string userId, string? actor = null, CancellationToken cancellationToken = default);
}

namespace SecureSessions;

/// <summary>Which sessions a user has and had, and which deadlines have come: a store's second port, for signed-in sessions only.</summary>
/// <remarks>
/// <para>
/// A session is listed before it is created and taken off the list after it has ended, so that a call that ends all sessions of a
/// user misses none, whenever a process dies. The list may therefore name sessions that have ended, or were never created:
/// <see cref="ISecureSessionStore.PeekAsync"/> tells. One that the store does not know may be taken off only if it had been listed for
/// <see cref="SecureSessionDefaults.ReservationPeriod"/> before it was looked for, since its create may still be under way.
/// </para>
/// <para>Everything that is listed has an end. An exception means that the store failed, as in <see cref="ISecureSessionStore"/>.</para>
/// </remarks>
public interface ISecureSessionIndex
{
    /// <summary>Lists a session that is about to be created, and has its deadline watched.</summary>
    /// <param name="reservation">The session.</param>
    /// <param name="limit">How many sessions the user may have, this one included; <see langword="null"/> for any number.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>The sessions over the limit, the one that was listed first in front. They stay listed: end each, then remove it.</returns>
    ValueTask<IReadOnlyList<SessionId>> ReserveAsync(SessionReservation reservation, int? limit, CancellationToken cancellationToken);

    /// <summary>The sessions of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>What is listed, the one that was listed first in front.</returns>
    ValueTask<IReadOnlyList<IndexedSession>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Takes a session off its user's list. Taking it off twice is no error.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="id">The session.</param>
    /// <param name="ended">What to keep of it in the history, or <see langword="null"/> if it never was a session. Told twice, it is kept
    /// once.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>A task that ends when it is off the list.</returns>
    ValueTask RemoveAsync(string userId, SessionId id, EndedSession? ended, CancellationToken cancellationToken);

    /// <summary>The user's last ended sessions, <see cref="SecureSessionDefaults.HistoryLength"/> at most.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The sessions, the one that ended last in front.</returns>
    ValueTask<IReadOnlyList<EndedSession>> HistoryAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Remembers what device a user signs in from, in place of what was remembered of the same device.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="device">The device.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>
    /// What was known before: <see cref="SecureSessionDefaults.MaxKnownDevices"/> at most, each for
    /// <see cref="SecureSessionDefaults.HistoryRetention"/> after its last sign-in, the last one in front.
    /// </returns>
    ValueTask<IReadOnlyList<KnownDevice>> RememberDeviceAsync(string userId, KnownDevice device, CancellationToken cancellationToken);

    /// <summary>Erases the history and the devices of a user. The list stays: its sessions may be alive.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>A task that ends when they are erased.</returns>
    /// <remarks>
    /// A call that was under way does not bring anything back: for <see cref="SecureSessionDefaults.ReservationPeriod"/> no session is
    /// added to the history that had ended before, and no device that the user signed in from before.
    /// </remarks>
    ValueTask ForgetUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Takes charge of sessions whose deadline, as far as known here, has passed.</summary>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>
    /// Some of them; none if none is due. For <see cref="SecureSessionDefaults.DeadlineLease"/> no other call gets them. After that, unless
    /// postponed or completed, they are due again: the node that took charge has died.
    /// </returns>
    ValueTask<IReadOnlyList<SessionDeadline>> LeaseDueAsync(CancellationToken cancellationToken);

    /// <summary>The session lives: its deadline is later than was known.</summary>
    /// <param name="deadline">What was leased.</param>
    /// <param name="until">When to look again.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask PostponeAsync(SessionDeadline deadline, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The session's end has been reported: its deadline need not be watched any more. Doing so twice is no error.</summary>
    /// <param name="deadline">What was leased.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask CompleteAsync(SessionDeadline deadline, CancellationToken cancellationToken);
}

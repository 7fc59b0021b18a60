namespace SecureSessions;

/// <summary>Where sessions are kept. Implementations must pass <c>SessionStoreContract</c> of the package SecureSessions.Testing.</summary>
/// <remarks>
/// <para>What every store promises:</para>
/// <list type="bullet">
/// <item>It alone measures time. Callers pass durations and take instants from it; at the deadline is expired.</item>
/// <item>An ended or expired session is never brought back: only <see cref="CreateAsync"/> creates, and never over an id that is
/// or was in use.</item>
/// <item>It keeps hashes and sealed bytes; it can neither use nor read what it keeps.</item>
/// <item>Unknown, expired, refused are results. An exception means that the store is at fault; the outcome is then unknown.</item>
/// <item>Everything that it keeps has an end: nothing is left behind by sessions that no request asks for again.</item>
/// </list>
/// </remarks>
public interface ISecureSessionStore
{
    /// <summary>The store's own time: the clock of every instant that it returns.</summary>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>The time in UTC.</returns>
    ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a new session. Never overwrites: an id that lives, or has ended, is a conflict.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>Whether it was created.</returns>
    /// <remarks>
    /// A create that arrives more than <see cref="SecureSessionDefaults.CreateWindow"/> away from
    /// <see cref="NewSession.CreatedAt"/> is refused, so that a call that was given up on cannot strike afterwards.
    /// </remarks>
    ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken);

    /// <summary>Verifies a secret and reads its session in one step.</summary>
    /// <param name="id">The session.</param>
    /// <param name="hash">The hash of the secret that was presented.</param>
    /// <param name="mode">Whether the request counts as activity, and whether it is judged at all.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>The record if the secret is good, and otherwise why not.</returns>
    /// <remarks>
    /// Only a matching secret slides the idle deadline, confirms a pending renewal or learns why a session ended: ids are public,
    /// and knowing one has no effect. A session whose payload this version cannot read (<see cref="SealedPayload.IsReadable"/>) does not
    /// slide: its request cannot be served.
    /// </remarks>
    ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken);

    /// <summary>Looks at a session without its secret: no payload, no activity, no confirmation, no first report.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The public facts of the session, or of its end; nothing if the id is unknown.</returns>
    ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a newly sealed payload, and where asked a new secret, in place of the old, if no other write did so meanwhile. Never
    /// creates, never revives, and leaves the deadlines alone.
    /// </summary>
    /// <param name="replacement">What to write, and the version that it builds on.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken);

    /// <summary>Ends a session: its payload is gone at once, and a tombstone keeps the reason and the last hashes.</summary>
    /// <param name="id">The session. If the store does not know it, a tombstone is left all the same, so that a create that is still
    /// under way conflicts.</param>
    /// <param name="reason">Why it ends.</param>
    /// <param name="expectedVersion">Ends it only at this version; <see langword="null"/> ends it at any.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>What was found. Ending twice is no error.</returns>
    ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Marks a session whose user's privileges have changed, whatever its version: raises <see cref="SessionRecord.RefreshMark"/> and
    /// <see cref="SessionRecord.PrivilegeChanges"/> by one.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="reauthenticate">Whether the mark also sets <see cref="SessionRecord.Reauthenticate"/>. A later mark does not take that
    /// back.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>Whether there was a living session to mark.</returns>
    ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken);

    /// <summary>Looks whether the store is set up so that it keeps what it promises.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>What was found. A store that cannot be reached throws, as everywhere.</returns>
    async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        await GetTimeAsync(cancellationToken);
        return new StoreHealth(IsSound: true, "The session store answers.");
    }
}

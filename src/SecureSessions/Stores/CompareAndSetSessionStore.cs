using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>
/// A store over anything that can compare and set: a row is read, judged by the rules of a stored session, and written back if it changed
/// and nobody else wrote meanwhile.
/// </summary>
/// <remarks>
/// <para>
/// A subclass reads a row, writes one, and tells the time. Everything that <see cref="ISecureSessionStore"/> promises follows from that, on
/// any number of nodes: no answer tells of a change before its write is done, and a write that lost a race is judged anew.
/// </para>
/// <para>
/// Within a process the writers of a session take turns, so that a race costs no more than one more reading. A call ends after twice
/// <see cref="SecureSessionOptions.StoreTimeout"/>: by then its caller has been answered.
/// </para>
/// </remarks>
public abstract class CompareAndSetSessionStore : ISecureSessionStore
{
    /// <summary>More writes than so many nodes make between the reading and the write of one: only a store that never writes gets here.</summary>
    private const int MaxAttempts = 256;

    /// <summary>A power of two. Sessions share the gates, so that their number stays what it is.</summary>
    private const int GateCount = 256;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly RecentReadings _recent;
    private readonly SessionGate[] _gates = [.. Enumerable.Range(0, GateCount).Select(static _ => new SessionGate())];

    /// <summary>Creates the store.</summary>
    /// <param name="options">The options of the sessions.</param>
    /// <param name="timeProvider">Measures how long a call takes; the store's time is what the rows say.</param>
    protected CompareAndSetSessionStore(IOptions<SecureSessionOptions> options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeout = 2 * options.Value.StoreTimeout;
        _timeProvider = timeProvider;
        _recent = new RecentReadings(timeProvider);
    }

    /// <summary>
    /// How long after activity was noted more of it is not worth a write. A session may end that much early, never late. At most a quarter
    /// of a session's idle timeout counts.
    /// </summary>
    /// <value>Zero: all activity is written.</value>
    protected virtual TimeSpan TouchInterval => TimeSpan.Zero;

    /// <summary>
    /// How long a row that was read may serve the next <see cref="ReplaceAsync"/> on this node, which then reads nothing. If the row has
    /// changed since, its revision tells, nothing is written, and it is read after all.
    /// </summary>
    /// <value>Zero: each write reads first. Set it only where <see cref="TryWriteAsync"/> compares and sets in one step on all nodes.</value>
    protected virtual TimeSpan ReadingLife => TimeSpan.Zero;

    /// <inheritdoc/>
    public abstract ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CreateStatus> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return CallAsync(
            session.Id,
            session,
            static (reading, session) => reading.Session.Create(session, reading.Now),
            cancellationToken,
            StoredSession.LatestCreate(session));
    }

    /// <inheritdoc/>
    public ValueTask<FindResult> FindAsync(SessionId id, SecretHash hash, FindMode mode, CancellationToken cancellationToken) =>
        CallAsync(
            id,
            (hash, mode),
            static (reading, call) =>
            {
                FindMode mode = call.mode == FindMode.Active && reading.WasSeenJustNow ? FindMode.Passive : call.mode;
                return reading.Session.Find(call.hash, mode, reading.Now);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionSummary?> PeekAsync(SessionId id, CancellationToken cancellationToken) =>
        CallAsync(id, id, static (reading, _) => reading.Session.Peek(reading.Now), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReplaceStatus> ReplaceAsync(SessionReplacement replacement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replacement);

        // When a secret is changed, the time counts, and that of an earlier reading is over.
        if (replacement.Secret is null
            && _recent.Take(replacement.Id, ReadingLife) is { } recent
            && await TryReplaceAsync(recent, replacement, cancellationToken))
        {
            return ReplaceStatus.Replaced;
        }

        return await CallAsync(
            replacement.Id, replacement, static (reading, call) => reading.Session.Replace(call, reading.Now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<MarkStatus> MarkAsync(SessionId id, bool reauthenticate, CancellationToken cancellationToken) =>
        CallAsync(id, reauthenticate, static (reading, reauthenticate) => reading.Session.Mark(reauthenticate), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EndResult> EndAsync(
        SessionId id, SessionEndReason reason, long? expectedVersion, CancellationToken cancellationToken) =>
        CallAsync(
            id,
            (reason, expectedVersion),
            static (reading, call) => reading.Session.End(call.reason, call.expectedVersion, reading.Now),
            cancellationToken);

    /// <inheritdoc/>
    public virtual async ValueTask<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        await GetTimeAsync(cancellationToken);
        return new StoreHealth(IsSound: true, "The session store answers.");
    }

    /// <summary>Reads what is kept under an id.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The row as the last write left it, which must be seen whichever node it was made on: no replica that lags behind.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed. Any other exception is the same to the caller.</exception>
    protected abstract ValueTask<SessionRow> ReadAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Writes a row in one atomic step, if <see cref="SessionWrite.ExpectedRevision"/> is what is kept.</summary>
    /// <param name="write">What to write.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>
    /// Whether it was written. <see langword="false"/> only if it was not and never will be: another write came first, or it is
    /// <see cref="SessionWrite.WrittenBefore"/> or later.
    /// </returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether it was written is unknown.</exception>
    protected abstract ValueTask<bool> TryWriteAsync(SessionWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// A call that changes nothing is answered from one reading and waits for no writer, so that cookies with a known id and a wrong secret
    /// hold nobody up. A call that changes the session waits for its turn, and is judged anew if another writer had a turn since the
    /// reading.
    /// </summary>
    private async ValueTask<TResult> CallAsync<TCall, TResult>(
        SessionId id,
        TCall call,
        Func<SessionReading, TCall, TResult> judge,
        CancellationToken cancellationToken,
        DateTimeOffset? writtenBefore = null)
    {
        using var timeout = new CancellationTokenSource(_timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        SessionGate gate = GateOf(id);
        long turns = gate.Turns;
        SessionReading reading = await JudgeableAsync(id, either.Token);
        TResult result = judge(reading, call);
        if (!reading.HasChanged)
        {
            if (ReadingLife > TimeSpan.Zero)
                _recent.Keep(id, reading.Row, turns);
            return result;
        }

        using SessionGate.Turn turn = await gate.EnterAsync(either.Token);
        bool isFresh = gate.Turns == turns;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (!isFresh)
            {
                reading = await JudgeableAsync(id, either.Token);
                result = judge(reading, call);
            }

            if (!reading.HasChanged || await TryWriteAsync(reading.ToWrite(writtenBefore), either.Token))
                return result;

            isFresh = false;
        }

        throw new SecureSessionStoreException(
            $"Session {id} was not written: {GetType().Name}.TryWriteAsync() answered {MaxAttempts} times that another write came first.");
    }

    /// <summary>
    /// Writes on top of an earlier reading, before the deadline that the session had then; reports whether that was possible. It is not
    /// tried where another writer of this process has had a turn since.
    /// </summary>
    private async ValueTask<bool> TryReplaceAsync(
        RecentReadings.Reading recent, SessionReplacement replacement, CancellationToken cancellationToken)
    {
        var reading = new SessionReading(recent.Id, recent.Row, TouchInterval);
        if (reading.Session.Replace(replacement, reading.Now) != ReplaceStatus.Replaced)
            return false;

        using var timeout = new CancellationTokenSource(_timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        SessionGate gate = GateOf(recent.Id);
        using SessionGate.Turn turn = await gate.EnterAsync(either.Token);
        return gate.Turns == recent.Turns
            && await TryWriteAsync(reading.ToWrite(SessionClock.ToInstant(reading.Session.ExpiresAt)), either.Token);
    }

    private SessionGate GateOf(SessionId id) => _gates[id.GetHashCode() & (GateCount - 1)];

    private async ValueTask<SessionReading> JudgeableAsync(SessionId id, CancellationToken cancellationToken) =>
        new(id, await ReadAsync(id, cancellationToken), TouchInterval);
}

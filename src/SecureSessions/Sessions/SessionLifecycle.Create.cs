namespace SecureSessions;

// Beginning and creating a session, and taking over the values of one that makes way for it.
internal sealed partial class SessionLifecycle
{
    /// <summary>The store's time, in whole milliseconds: the seal binds a session's instants, so they must survive every store's resolution.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<DateTimeOffset> GetTimeAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds((await store.GetTimeAsync()).ToUnixTimeMilliseconds());

    /// <summary>Begins a session: fixes its times, and lists it under its user before it is there, so that no list ever misses a session.</summary>
    /// <param name="token">Its token.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="now">When it begins, by <see cref="GetTimeAsync"/>.</param>
    /// <param name="idleTimeout">How long it may go without activity.</param>
    /// <param name="absoluteTimeout">How long it lives at most.</param>
    /// <exception cref="SecureSessionStoreException">It is not listed, or nobody knows; then it is taken back as far as possible.</exception>
    public async ValueTask<SessionStart> BeginAsync(
        SessionToken token, SessionPayload payload, DateTimeOffset now, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
    {
        var start = new SessionStart(token, payload.UserId, now, Floor(idleTimeout), now + Floor(absoluteTimeout));
        if (payload.UserId is not { } userId)
            return start;

        try
        {
            var reservation = new SessionReservation(token.Id, userId, now, start.IdleExpiresAt, start.AbsoluteExpiresAt)
            {
                Label = SessionLabel.Of(payload).ToBytes(),
            };
            return start with { Beyond = await store.ReserveAsync(reservation, policy.MaxSessionsPerUser) };
        }
        catch (SecureSessionStoreException)
        {
            TakeBackLater(start);
            throw;
        }
    }

    /// <summary>Creates a session that was begun. If that fails, the caller takes it back.</summary>
    /// <exception cref="SecureSessionStoreException">It was not created, or nobody knows.</exception>
    /// <exception cref="SessionLimitException">Newer sign-ins of its user have ended it already, for being too many.</exception>
    public async ValueTask<LoadedSession> CreateAsync(SessionStart start, SessionPayload payload)
    {
        EnsureFits(payload);
        (CreateStatus status, LoadedSession? created) = await vault.CreateAsync(start, payload);
        if (created is not null)
            return created;

        throw status == CreateStatus.Conflict && await WasBeyondLimitAsync(start.Token.Id)
            ? new SessionLimitException(policy.MaxSessionsPerUser)
            : new SecureSessionStoreException($"The session was not created: {status}.");
    }

    /// <summary>Begins and creates an anonymous session.</summary>
    /// <exception cref="SecureSessionStoreException">It was not created, or nobody knows; then it is ended as far as possible.</exception>
    public async ValueTask<LoadedSession> CreateAnonymousAsync(SessionToken token, SessionPayload payload, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
    {
        EnsureFits(payload);
        SessionStart start = await BeginAsync(token, payload, await GetTimeAsync(), idleTimeout, absoluteTimeout);
        try
        {
            return await CreateAsync(start, payload);
        }
        catch (SecureSessionStoreException)
        {
            TakeBackLater(start);
            throw;
        }
    }

    /// <summary>Takes back what was begun. Not awaited: the answer to a store that failed must not wait for it again.</summary>
    public void TakeBackLater(SessionStart start) => _ = TakeBackAsync(start.Token.Id, start.UserId).AsTask();

    /// <summary>Refuses a payload that is larger than allowed.</summary>
    /// <exception cref="SessionPayloadTooLargeException">It is.</exception>
    public void EnsureFits(SessionPayload payload)
    {
        if (SessionPayloadCodec.SizeOf(payload) > policy.MaxPayloadBytes)
            throw SessionPayloadTooLargeException.For(payload, policy.MaxPayloadBytes);
    }

    /// <summary>
    /// Ends a session that makes way for another and returns the values that move: those that were stored when it ended, so that a parallel
    /// write is not lost, with this request's own changes on top.
    /// </summary>
    public async ValueTask<TakenValues> EndAndTakeValuesAsync(LoadedSession session, SessionChanges? changes)
    {
        (EndStatus status, LoadedSession last) = await vault.EndAsync(
            session, current => EndAsync(current.Record.Id, SessionEndReason.Replaced, current.Record.Version));

        if (status == EndStatus.Conflict)
            throw new SecureSessionStoreException("The session that the sign-in replaces kept changing; the sign-in was given up.");

        // If somebody else ended it, its values went their way; an end is never undone.
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> stored = status == EndStatus.Ended ? last.Payload.Values : SessionPayload.Empty.Values;
        return new TakenValues(status, changes?.ApplyTo(stored) ?? stored);
    }

    private static TimeSpan Floor(TimeSpan duration) => TimeSpan.FromMilliseconds(Math.Floor(duration.TotalMilliseconds));
}

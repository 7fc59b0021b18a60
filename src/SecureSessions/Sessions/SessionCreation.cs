namespace SecureSessions;

/// <summary>Begins and creates sessions: listed under their user first, so that no list ever misses a session.</summary>
internal sealed class SessionCreation(StoreGateway store, SessionVault vault, SessionLifecycle lifecycle, SessionEnding ending, SessionPolicy policy)
{
    /// <summary>The store's time, in whole milliseconds: the seal binds a session's instants, so they must survive every store's resolution.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<DateTimeOffset> GetTimeAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds((await store.GetTimeAsync()).ToUnixTimeMilliseconds());

    /// <summary>Begins a session: fixes its times, and reserves its place on its user's list before it is there.</summary>
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
            var reservation = new SessionReservation(token.Id, userId, now, start.ExpiresAt, start.AbsoluteExpiresAt)
            {
                Label = SessionLabel.Of(payload).ToBytes(),
            };
            return start with { BeyondLimit = await store.ReserveAsync(reservation, policy.MaxSessionsPerUser) };
        }
        catch (SecureSessionStoreException)
        {
            ending.TakeBackLater(start);
            throw;
        }
    }

    /// <summary>Creates a session that was begun. If that fails, the caller takes it back.</summary>
    /// <exception cref="SecureSessionStoreException">It was not created, or nobody knows.</exception>
    /// <exception cref="SessionLimitException">Newer sign-ins of its user have ended it already, for being too many.</exception>
    public async ValueTask<LoadedSession> CreateAsync(SessionStart start, SessionPayload payload)
    {
        lifecycle.EnsureFits(payload);
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
        lifecycle.EnsureFits(payload);
        SessionStart start = await BeginAsync(token, payload, await GetTimeAsync(), idleTimeout, absoluteTimeout);
        try
        {
            return await CreateAsync(start, payload);
        }
        catch (SecureSessionStoreException)
        {
            ending.TakeBackLater(start);
            throw;
        }
    }

    /// <summary>Whether a session that could not be created had been ended for being too many, while it was only reserved.</summary>
    private async ValueTask<bool> WasBeyondLimitAsync(SessionId id) =>
        await store.PeekAsync(id) is { End.Reason: SessionEndReason.Limit };

    private static TimeSpan Floor(TimeSpan duration) => TimeSpan.FromMilliseconds(Math.Floor(duration.TotalMilliseconds));
}

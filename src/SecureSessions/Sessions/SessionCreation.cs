namespace SecureSessions;

/// <summary>
/// Begins and creates sessions. A session is reserved on its user's list before it is created, so that no list ever misses a session.
/// </summary>
internal sealed class SessionCreation(
    StoreGateway store, SessionVault vault, SessionEnding ending, ProviderIndex providerIndex, SessionPolicy policy)
{
    /// <summary>
    /// The store's time, in whole milliseconds. The seal binds a session's times, so every store has to be able to keep them exactly.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<DateTimeOffset> GetTimeAsync() =>
        DateTimeOffset.FromUnixTimeMilliseconds((await store.GetTimeAsync()).ToUnixTimeMilliseconds());

    /// <summary>Begins a session: fixes its times, and reserves its place on its user's list.</summary>
    /// <param name="token">The session's token.</param>
    /// <param name="payload">The session's payload.</param>
    /// <param name="now">When the session begins, by <see cref="GetTimeAsync"/>.</param>
    /// <param name="terms">The session's deadlines, and the limit of its user's sessions.</param>
    /// <param name="provider">The session at the identity provider by which it can be found as well.</param>
    /// <exception cref="InvalidOperationException">The app has set a limit for this sign-in, and the store cannot keep it.</exception>
    /// <exception cref="SecureSessionStoreException">The reservation failed, or its outcome is unknown; it is rolled back as far as
    /// possible.</exception>
    public async ValueTask<SessionStart> BeginAsync(
        SessionToken token, SessionPayload payload, DateTimeOffset now, SessionTerms terms, ProviderSession? provider = null)
    {
        terms = terms.Floored();
        var start = new SessionStart(token, payload.UserId, now, terms.IdleTimeout, now + terms.AbsoluteTimeout, terms.MaxSessions);
        if (payload.UserId is not { } userId)
            return start;

        if (terms.MaxSessions != policy.MaxSessionsPerUser && !store.ListsUsers)
        {
            throw new InvalidOperationException(
                $"SecureSessionOptions.LifetimePolicy sets MaxSessions to {terms.MaxSessions}, but the store cannot count the sessions of "
                + $"a user. {store.UsersPortMissing} Or leave MaxSessions as it is.");
        }

        try
        {
            var reservation = new SessionReservation(token.Id, userId, now, start.ExpiresAt, start.AbsoluteExpiresAt)
            {
                Label = SessionLabel.Of(payload).ToBytes(),
            };
            if (provider is not null)
                await providerIndex.AddAsync(provider, start);
            return start with { OverLimit = await store.ReserveAsync(reservation, start.MaxSessions) };
        }
        catch (SecureSessionStoreException)
        {
            ending.RollBackInBackground(start);
            throw;
        }
    }

    /// <summary>Creates a session that was begun. If that fails, the caller rolls it back.</summary>
    /// <exception cref="SecureSessionStoreException">The session was not created, or the outcome is unknown.</exception>
    /// <exception cref="SessionLimitException">Newer sign-ins of the same user exceeded the limit and have ended this one
    /// already.</exception>
    public async ValueTask<LoadedSession> CreateAsync(SessionStart start, SessionPayload payload)
    {
        SessionPayloadTooLargeException.ThrowIfOver(payload, policy.MaxPayloadBytes);
        (CreateStatus status, LoadedSession? created) = await vault.CreateAsync(start, payload);
        if (created is not null)
            return created;

        throw status == CreateStatus.Conflict && await WasEndedByLimitAsync(start.Token.Id)
            ? new SessionLimitException(start.MaxSessions)
            : new SecureSessionStoreException($"The session could not be created: the store answered {status}. Try again.");
    }

    /// <summary>Begins and creates an anonymous session.</summary>
    /// <exception cref="SecureSessionStoreException">The session was not created, or the outcome is unknown; it is rolled back as far as
    /// possible.</exception>
    public async ValueTask<LoadedSession> CreateAnonymousAsync(
        SessionToken token, SessionPayload payload, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
    {
        SessionPayloadTooLargeException.ThrowIfOver(payload, policy.MaxPayloadBytes);
        SessionStart start = await BeginAsync(
            token, payload, await GetTimeAsync(), new SessionTerms(idleTimeout, absoluteTimeout, policy.MaxSessionsPerUser));
        try
        {
            return await CreateAsync(start, payload);
        }
        catch (SecureSessionStoreException)
        {
            ending.RollBackInBackground(start);
            throw;
        }
    }

    /// <summary>Whether a session could not be created because a newer sign-in had ended its reservation to keep the limit.</summary>
    private async ValueTask<bool> WasEndedByLimitAsync(SessionId id) =>
        await store.PeekAsync(id) is { End.Reason: SessionEndReason.Limit };
}

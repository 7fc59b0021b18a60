namespace SecureSessions;

// Creating a session, and taking over the values of one that makes way for it.
internal sealed partial class SessionLifecycle
{
    /// <summary>Creates a session.</summary>
    /// <exception cref="SecureSessionStoreException">It was not created, or nobody knows; then it is ended as far as possible.</exception>
    public async ValueTask<LoadedSession> CreateAsync(SessionToken token, SessionPayload payload, TimeSpan idleTimeout, TimeSpan absoluteTimeout)
    {
        EnsureFits(payload);

        // Whole milliseconds: the seal binds these instants, so they must survive every store's resolution.
        var now = DateTimeOffset.FromUnixTimeMilliseconds((await store.GetTimeAsync()).ToUnixTimeMilliseconds());
        DateTimeOffset absoluteExpiresAt = now + TimeSpan.FromMilliseconds(Math.Floor(absoluteTimeout.TotalMilliseconds));
        var context = new SealContext(token.Id, Version: 1, payload.UserId, now, absoluteExpiresAt);
        byte[] sealedPayload = cipher.SealPayload(token.Secret, context, payload);
        await CreateOrEndAsync(new NewSession
        {
            Id = token.Id,
            Hash = cipher.Hash(token.Secret),
            UserId = payload.UserId,
            CreatedAt = now,
            AbsoluteExpiresAt = absoluteExpiresAt,
            IdleTimeout = idleTimeout,
            Payload = sealedPayload,
        });

        DateTimeOffset idleExpiresAt = now + idleTimeout;
        return new LoadedSession
        {
            Record = new SessionRecord
            {
                Id = token.Id,
                Version = 1,
                UserId = payload.UserId,
                CreatedAt = now,
                LastSeenAt = now,
                IdleExpiresAt = idleExpiresAt < absoluteExpiresAt ? idleExpiresAt : absoluteExpiresAt,
                AbsoluteExpiresAt = absoluteExpiresAt,
                SecretIssuedAt = now,
                RenewalUnderWay = false,
                Payload = sealedPayload,
                Successor = default,
            },
            Token = token,
            Standing = FindStatus.Current,
            Payload = payload,
            Now = now,
            Timestamp = timeProvider.GetTimestamp(),
        };
    }

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
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            EndResult end = await store.EndAsync(session.Record.Id, SessionEndReason.Replaced, session.Record.Version);
            if (end.Status != EndStatus.Conflict)
            {
                // If somebody else ended it, its values went their way; an end is never undone.
                IReadOnlyDictionary<string, ReadOnlyMemory<byte>> stored =
                    end.Status == EndStatus.Ended ? session.Payload.Values : SessionPayload.Empty.Values;
                return new TakenValues(end.Status, changes?.ApplyTo(stored) ?? stored);
            }

            LoadResult reread = await RereadAsync(session);
            if (reread.Session is { } current)
                session = current;
            else if (reread.Status != LoadStatus.Ended)
                break;
        }

        throw new SecureSessionStoreException("The session that the sign-in replaces kept changing; the sign-in was given up.");
    }

    private async ValueTask CreateOrEndAsync(NewSession session)
    {
        try
        {
            CreateStatus status = await store.CreateAsync(session);
            if (status != CreateStatus.Created)
                throw new SecureSessionStoreException($"The session was not created: {status}.");
        }
        catch (SecureSessionStoreException)
        {
            // Not awaited: the answer to a store that failed must not wait for it again.
            _ = TryEndAsync(session.Id, SessionEndReason.Undelivered).AsTask();
            throw;
        }
    }

    /// <summary>Ends a session where a failure must not hide what happened before. The store's own window and deadlines bound what is left.</summary>
    public async ValueTask TryEndAsync(SessionId id, SessionEndReason reason)
    {
        try
        {
            await store.EndAsync(id, reason);
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
        }
    }
}

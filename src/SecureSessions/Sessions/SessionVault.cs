namespace SecureSessions;

/// <summary>
/// Finds, creates and changes sessions as a store keeps them: sealed, and under the hash of their secret. The one loop of compare-and-set
/// is here.
/// </summary>
internal sealed class SessionVault(
    StoreGateway store,
    SessionCipher cipher,
    SessionOpener opener,
    SessionPolicy policy,
    TimeProvider timeProvider,
    WriterTurns? turns = null)
{
    // Of n parallel writers one wins each round, so that 256 allows for many; the store's timeout bounds the time.
    private const int MaxAttempts = 256;

    // With very many writers of large payloads on a busy machine, each writer waits for all before it.
    private const int MaxWaitInStoreTimeouts = 5;

    private readonly WriterTurns _turns = turns ?? new WriterTurns();

    /// <summary>Looks a session up. While one store key replaces another, the store may have the hash under either key.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public ValueTask<FindResult> FindAsync(SessionToken token, FindMode mode) => FindAsync(token, cipher.Hash(token.Secret), mode);

    /// <inheritdoc cref="FindAsync(SessionToken, FindMode)"/>
    public ValueTask<FindResult> FindAsync(SessionToken token, SecretHash hash, FindMode mode) =>
        cipher.KeyCount == 1 ? store.FindAsync(token.Id, hash, mode) : FindUnderAnyKeyAsync(token, hash, mode);

    /// <summary>
    /// Reads a session again, with the newest secret that the request holds. The session was verified when the request arrived, so this
    /// read neither slides it nor confirms a renewal.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<LoadResult> RereadAsync(LoadedSession session)
    {
        SecretHash hash = cipher.Hash(session.Token.Secret);
        FindResult found = await FindAsync(session.Token, hash, FindMode.Reread);
        return found.Status switch
        {
            FindStatus.Current or FindStatus.Pending or FindStatus.Grace =>
                KeepGrace(opener.Open(session.Token, hash, found), session.SecretStatus),
            FindStatus.Ended or FindStatus.Unknown => new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now },

            // The secret was regenerated or renewed twice meanwhile, so that this request cannot open the session any more.
            FindStatus.Spent or FindStatus.WrongSecret => new LoadResult(LoadStatus.Spent),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// Creates a session that was begun. Returns no session if the store already has a record or a tombstone under its id.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session was created is unknown.</exception>
    public async ValueTask<(CreateStatus Status, LoadedSession? Session)> CreateAsync(SessionStart start, SessionPayload payload)
    {
        SessionToken token = start.Token;
        var context = new SessionCipher.Context(
            token.Id, Version: 1, payload.UserId, start.CreatedAt, start.AbsoluteExpiresAt, start.IdleTimeout);
        byte[] sealedPayload = cipher.SealPayload(token.Secret, context, payload);
        CreateStatus status = await store.CreateAsync(new NewSession
        {
            Id = token.Id,
            Hash = cipher.Hash(token.Secret),
            UserId = payload.UserId,
            CreatedAt = start.CreatedAt,
            AbsoluteExpiresAt = start.AbsoluteExpiresAt,
            IdleTimeout = start.IdleTimeout,
            Label = payload.UserId is null ? default : SessionLabel.Of(payload).ToBytes(),
            Payload = sealedPayload,
        });
        return (status, status == CreateStatus.Created ? ToSession(start, payload, sealedPayload) : null);
    }

    /// <summary>
    /// Changes a session as <see cref="UpdateAsync"/> does, but lets the writers of this process write one after the other.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public ValueTask<UpdateResult> UpdateInTurnAsync(LoadedSession session, Func<LoadedSession, SessionUpdate?> decide) =>
        UpdateInTurnAsync(session, current => ValueTask.FromResult(decide(current)));

    /// <summary>
    /// Changes a session as <see cref="UpdateAsync"/> does, but lets the writers of this process decide and write one after the other.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public async ValueTask<UpdateResult> UpdateInTurnAsync(
        LoadedSession session, Func<LoadedSession, ValueTask<SessionUpdate?>> decideAsync)
    {
        SessionId id = session.Record.Id;
        using WriterTurns.Turn turn = await _turns.EnterAsync(id, MaxWaitInStoreTimeouts * policy.StoreTimeout);
        try
        {
            return await UpdateAsync(session, decideAsync);
        }
        catch (SecureSessionStoreException)
        {
            _turns.ReleaseWaiting(id);
            throw;
        }
    }

    /// <summary>
    /// Changes a session by compare-and-set. On a conflict the session is read again, and <paramref name="decideAsync"/> is called again
    /// with the version that is stored then.
    /// </summary>
    /// <param name="session">The session as the request loaded it.</param>
    /// <param name="decideAsync">Returns what to write to a version
    /// of the session, <see langword="null"/> to write nothing, or <see cref="SessionUpdate.ReadAgain"/>. Its exceptions reach the
    /// caller.</param>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the change was written is unknown.</exception>
    public ValueTask<UpdateResult> UpdateAsync(LoadedSession session, Func<LoadedSession, ValueTask<SessionUpdate?>> decideAsync) =>
        CompareAndSetAsync(session, (current, attempt) => TryUpdateAsync(current, attempt, decideAsync));

    /// <summary>Writes once, and leaves it to the caller to read the session again after a conflict.</summary>
    /// <returns>The session as it is now; <see langword="null"/> if other requests have changed or ended it.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the change was written is unknown.</exception>
    public async ValueTask<LoadedSession?> TryWriteAsync(LoadedSession session, SessionUpdate update)
    {
        if (await store.ReplaceAsync(ToReplacement(session, update)) != ReplaceStatus.Replaced)
            return null;

        _turns.RecordWritten(session.Record.Id, session.Record.Version + 1);
        return session.Updated(update);
    }

    /// <summary>Ends a session by compare-and-set, so that its last version is known.</summary>
    /// <param name="session">The session as the request loaded it.</param>
    /// <param name="endAsync">Ends the session, but only at the version that is passed.</param>
    /// <returns>Whether this call ended the session, it had ended before, or other writers kept changing it; and the session as last
    /// read.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<(EndStatus Status, LoadedSession Session)> EndAsync(
        LoadedSession session, Func<LoadedSession, ValueTask<EndResult>> endAsync)
    {
        EndStatus status = EndStatus.Conflict;
        UpdateResult result = await CompareAndSetAsync(session, async (current, _) =>
        {
            status = (await endAsync(current)).Status;
            return status == EndStatus.Conflict ? null : new UpdateResult(UpdateStatus.Written, current);
        });
        return result.Status switch
        {
            UpdateStatus.Written => (status, result.Session),
            UpdateStatus.Ended => (EndStatus.AlreadyEnded, result.Session),
            _ => (EndStatus.Conflict, result.Session),
        };
    }

    /// <summary>
    /// The loop of compare-and-set. It is bounded by the number of attempts, and by the store's timeout for all reads together.
    /// </summary>
    private async ValueTask<UpdateResult> CompareAndSetAsync(
        LoadedSession session, Func<LoadedSession, int, ValueTask<UpdateResult?>> tryAsync)
    {
        TimeSpan spent = TimeSpan.Zero;
        for (int attempt = 0; attempt < MaxAttempts && spent < policy.StoreTimeout; attempt++)
        {
            if (await tryAsync(session, attempt) is { } result)
                return result;

            long started = timeProvider.GetTimestamp();

            // Writers of this process take turns, so a second conflict comes from another process.
            if (attempt > 0)
                await _turns.PauseAsync(attempt);

            LoadResult reread = await RereadAsync(session);
            if (reread.Session is not { } current)
                return ToFailure(reread, session);

            session = current;
            spent += timeProvider.GetElapsedTime(started);
        }

        return new UpdateResult(UpdateStatus.Conflict, session);
    }

    /// <summary>
    /// Decides and writes once. Returns <see langword="null"/> on a conflict, if the session has ended, or to read it again.
    /// </summary>
    private async ValueTask<UpdateResult?> TryUpdateAsync(
        LoadedSession session, int attempt, Func<LoadedSession, ValueTask<SessionUpdate?>> decideAsync)
    {
        // The check is made only before the first attempt: a store that was restored from a backup may be behind the version that was
        // written here.
        if (attempt == 0 && _turns.IsOutdated(session.Record.Id, session.Record.Version))
            return null;

        if (await decideAsync(session) is not { } update)
            return new UpdateResult(UpdateStatus.Unneeded, session);
        if (ReferenceEquals(update, SessionUpdate.ReadAgain))
            return null;

        switch (await store.ReplaceAsync(ToReplacement(session, update)))
        {
            case ReplaceStatus.Replaced:
                _turns.RecordWritten(session.Record.Id, session.Record.Version + 1);
                return new UpdateResult(UpdateStatus.Written, session.Updated(update)) { IsRenewal = update.IsRenewal };
            case ReplaceStatus.Conflict or ReplaceStatus.Gone:
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private SessionReplacement ToReplacement(LoadedSession session, SessionUpdate update)
    {
        SessionToken token = update.Token ?? session.Token;
        return new SessionReplacement
        {
            Id = session.Record.Id,
            ExpectedVersion = session.Record.Version,
            Payload = cipher.SealPayload(token.Secret, SessionCipher.Context.Of(session.Record).Next(), update.Payload),
            Secret = ToSecretChange(session, update),
            SeenRefreshMark = update.SeenRefreshMark,
            Label = update.ChangesLabel ? (ReadOnlyMemory<byte>?)SessionLabel.Of(update.Payload).ToBytes() : null,
        };
    }

    private SecretChange? ToSecretChange(LoadedSession session, SessionUpdate update)
    {
        if (update.Token is not { } token)
            return null;

        SecretHash hash = cipher.Hash(token.Secret);
        if (!update.IsRenewal)
            return SecretChange.Regeneration(hash);

        TokenRotation renewal = update.Rotation ?? new TokenRotation(session.Token, RenewalMode.Timed, policy.RenewalGrace);
        return SecretChange.Renewal(
            hash,
            cipher.SealSuccessor(renewal.Presented.Secret, SessionCipher.Context.Of(session.Record), token.Secret),
            renewal.Grace,
            renewal.Mode);
    }

    private static UpdateResult ToFailure(LoadResult reread, LoadedSession session) => reread.Status switch
    {
        LoadStatus.Ended => new UpdateResult(UpdateStatus.Ended, session) { End = reread.End, Now = reread.Now },

        // A node with a newer version of the library wrote in between; such a node can serve the request if it is sent again.
        LoadStatus.Unreadable => new UpdateResult(UpdateStatus.Conflict, session),
        _ => new UpdateResult(UpdateStatus.Superseded, session),
    };

    /// <summary>
    /// Tries the present key first. Each change of a secret stores the hash under the present key, so the other keys go out of use with
    /// the renewals.
    /// </summary>
    private async ValueTask<FindResult> FindUnderAnyKeyAsync(SessionToken token, SecretHash hash, FindMode mode)
    {
        FindResult found = await store.FindAsync(token.Id, hash, mode);
        for (int key = 1; key < cipher.KeyCount && found.Status is FindStatus.WrongSecret or FindStatus.Unknown; key++)
            found = await store.FindAsync(token.Id, cipher.Hash(token.Secret, key), mode);

        return found;
    }

    private LoadedSession ToSession(SessionStart start, SessionPayload payload, byte[] sealedPayload) => new()
    {
        Record = new SessionRecord
        {
            Id = start.Token.Id,
            Version = 1,
            UserId = payload.UserId,
            CreatedAt = start.CreatedAt,
            LastSeenAt = start.CreatedAt,
            ExpiresAt = start.ExpiresAt,
            IdleTimeout = start.IdleTimeout,
            AbsoluteExpiresAt = start.AbsoluteExpiresAt,
            SecretIssuedAt = start.CreatedAt,
            RenewalUnderWay = false,
            RefreshMark = 0,
            Reauthenticate = false,
            PrivilegeChanges = 0,
            Payload = sealedPayload,
            Successor = default,
        },
        Token = start.Token,
        SecretStatus = FindStatus.Current,
        Payload = payload,
        Now = start.CreatedAt,
        Timestamp = timeProvider.GetTimestamp(),
    };

    // A secret that was in its grace when it arrived keeps this status when the session is read again.
    private static LoadResult KeepGrace(LoadResult reread, FindStatus arrived) =>
        arrived == FindStatus.Grace && reread.Session is { } session
            ? reread with { Session = session with { SecretStatus = FindStatus.Grace }, SendCookie = false }
            : reread;
}

namespace SecureSessions;

/// <summary>
/// Sessions as a store keeps them, under hashes of secrets and sealed: finds and opens what a token leads to, and changes it. The one loop of
/// compare-and-set is here.
/// </summary>
internal sealed class SessionVault(StoreGateway store, SessionCipher cipher, SessionPolicy policy, TimeProvider timeProvider, WriterTurns? turns = null)
{
    // Of n parallel writers one wins each round, so the bound is generous; the store's timeout bounds the time.
    private const int MaxAttempts = 256;

    // Of a great many writers with large payloads on a busy machine, each waits for all before it.
    private const int Patience = 5;

    private readonly WriterTurns _turns = turns ?? new WriterTurns();

    /// <summary>Looks a session up. While one store key replaces another, the hash of its secret may have been made with either.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public ValueTask<FindResult> FindAsync(SessionToken token, FindMode mode) =>
        cipher.KeyCount == 1 ? store.FindAsync(token.Id, cipher.Hash(token.Secret), mode) : FindUnderAnyKeyAsync(token, mode);

    /// <summary>Opens what was found: a session that lives.</summary>
    public LoadResult Open(SessionToken token, FindResult found)
    {
        SessionRecord record = found.Record!;
        if (!SealedPayload.IsReadable(record.Payload.Span) || !SealedPayload.IsReadable(record.Successor.Span))
            return Unreadable(token, found);

        var context = SessionCipher.Context.Of(record);
        if (found.Status != FindStatus.Current)
        {
            // The previous secret arrived: it opens the current one, which opens the payload.
            if (!cipher.TryOpenSuccessor(token.Secret, context, record.Successor.Span, out SessionSecret current))
                return new LoadResult(LoadStatus.Undecryptable);
            token = token.WithSecret(current);
        }

        if (!cipher.TryOpenPayload(token.Secret, context, record.Payload, out SessionPayload payload))
            return new LoadResult(LoadStatus.Undecryptable);

        return new LoadResult(LoadStatus.Loaded) { Session = ToSession(token, found, payload), SendCookie = found.Status == FindStatus.Pending };
    }

    /// <summary>
    /// Reads a session again, with the newest secret that the request holds. The request was let in before, so that the session is not judged
    /// anew: nothing slides, nothing is confirmed.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<LoadResult> RereadAsync(LoadedSession session)
    {
        FindResult found = await FindAsync(session.Token, FindMode.Reread);
        return found.Status switch
        {
            FindStatus.Current or FindStatus.Pending or FindStatus.Grace => KeepStanding(Open(session.Token, found), session.Standing),
            FindStatus.Ended or FindStatus.Unknown => new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now },

            // Regenerated, or renewed twice: out of this request's reach.
            FindStatus.Spent or FindStatus.WrongSecret => new LoadResult(LoadStatus.Spent),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The token with the present secret, of a session whose previous one is at hand.</summary>
    public SessionToken? Follow(SessionToken token, SessionRecord record) =>
        cipher.TryOpenSuccessor(token.Secret, SessionCipher.Context.Of(record), record.Successor.Span, out SessionSecret current) ? token.WithSecret(current) : null;

    /// <summary>Creates a session that was begun; nothing if the store has something by its id already.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether it was created.</exception>
    public async ValueTask<(CreateStatus Status, LoadedSession? Session)> CreateAsync(SessionStart start, SessionPayload payload)
    {
        SessionToken token = start.Token;
        var context = new SessionCipher.Context(token.Id, Version: 1, payload.UserId, start.CreatedAt, start.AbsoluteExpiresAt, start.IdleTimeout);
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

    /// <summary>Changes a session as <see cref="UpdateAsync"/> does, one writer of this process after the other.</summary>
    /// <inheritdoc cref="UpdateAsync"/>
    public async ValueTask<UpdateResult> UpdateInTurnAsync(LoadedSession session, Func<LoadedSession, SessionUpdate?> decide)
    {
        SessionId id = session.Record.Id;
        using WriterTurns.Turn turn = await _turns.EnterAsync(id, Patience * policy.StoreTimeout);
        try
        {
            return await UpdateAsync(session, current => ValueTask.FromResult(decide(current)));
        }
        catch (SecureSessionStoreException)
        {
            _turns.LetGo(id);
            throw;
        }
    }

    /// <summary>
    /// Changes a session by compare-and-set. If somebody else wrote first, the session is read again, and the change is decided anew by what is
    /// stored then.
    /// </summary>
    /// <param name="session">The session as the request knows it.</param>
    /// <param name="decideAsync">What to write to the session as it is; nothing to leave it so. What it throws is the caller's to see.</param>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether the change was written.</exception>
    public ValueTask<UpdateResult> UpdateAsync(LoadedSession session, Func<LoadedSession, ValueTask<SessionUpdate?>> decideAsync) =>
        CompareAndSetAsync(session, async (current, attempt) => await decideAsync(current) is { } update
            ? await TryWriteAsync(current, update, attempt)
            : new UpdateResult(UpdateStatus.Unneeded, current));

    /// <summary>Ends a session by compare-and-set, so that what it held when it ended is known.</summary>
    /// <param name="session">The session as the request knows it.</param>
    /// <param name="endAsync">Ends the session at the version that it has.</param>
    /// <returns>Whether it was ended by this or before, or others kept writing; and the session as it was last seen.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<(EndStatus Status, LoadedSession Session)> EndAsync(LoadedSession session, Func<LoadedSession, ValueTask<EndResult>> endAsync)
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

    /// <summary>The one loop: bounded in count, and by the store's timeout in the time that the store takes.</summary>
    private async ValueTask<UpdateResult> CompareAndSetAsync(LoadedSession session, Func<LoadedSession, int, ValueTask<UpdateResult?>> tryAsync)
    {
        TimeSpan spent = TimeSpan.Zero;
        for (int attempt = 0; attempt < MaxAttempts && spent < policy.StoreTimeout; attempt++)
        {
            if (await tryAsync(session, attempt) is { } result)
                return result;

            long started = timeProvider.GetTimestamp();

            // Writers of this process take turns: it is another process that comes in between, again and again.
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

    /// <summary>Writes once; nothing if somebody else wrote first, or ended it.</summary>
    private async ValueTask<UpdateResult?> TryWriteAsync(LoadedSession session, SessionUpdate update, int attempt)
    {
        SessionId id = session.Record.Id;
        long version = session.Record.Version;

        // Once only: a store that was put back to an older state may have less than what was written here.
        bool isInVain = attempt == 0 && _turns.IsOutdated(id, version);
        switch (isInVain ? ReplaceStatus.Conflict : await store.ReplaceAsync(ToReplacement(session, update)))
        {
            case ReplaceStatus.Replaced:
                _turns.Tell(id, version + 1);
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
            Secret = ToChange(session, update),
            SeenRefreshMark = update.SeenRefreshMark,
            Label = update.ChangesLabel ? (ReadOnlyMemory<byte>?)SessionLabel.Of(update.Payload).ToBytes() : null,
        };
    }

    private SecretChange? ToChange(LoadedSession session, SessionUpdate update)
    {
        if (update.Token is not { } token)
            return null;

        SecretHash hash = cipher.Hash(token.Secret);
        return update.IsRenewal
            ? SecretChange.Renewal(hash, cipher.SealSuccessor(session.Token.Secret, SessionCipher.Context.Of(session.Record), token.Secret), policy.RenewalGrace)
            : SecretChange.Regeneration(hash);
    }

    private static UpdateResult ToFailure(LoadResult reread, LoadedSession session) => reread.Status switch
    {
        LoadStatus.Ended => new UpdateResult(UpdateStatus.Ended, session) { End = reread.End, Now = reread.Now },

        // A newer node came in between, and may serve the request if it is sent again.
        LoadStatus.Unreadable => new UpdateResult(UpdateStatus.Conflict, session),
        _ => new UpdateResult(UpdateStatus.Superseded, session),
    };

    /// <summary>Asks with the present key first: a secret that changes is stored with that, so that the others die out with the renewals.</summary>
    private async ValueTask<FindResult> FindUnderAnyKeyAsync(SessionToken token, FindMode mode)
    {
        FindResult found = await store.FindAsync(token.Id, cipher.Hash(token.Secret), mode);
        for (int key = 1; key < cipher.KeyCount && found.Status is FindStatus.WrongSecret or FindStatus.Unknown; key++)
            found = await store.FindAsync(token.Id, cipher.Hash(token.Secret, key), mode);

        return found;
    }

    // Verified, and closed: whose it is stands outside of the seal. Nobody is let in by that, and its session can be ended.
    private LoadResult Unreadable(SessionToken token, FindResult found) => new(LoadStatus.Unreadable)
    {
        Unreadable = ToSession(token, found, SessionPayload.Empty with { UserId = found.Record!.UserId }),
    };

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
            PrivilegeChanges = 0,
            Payload = sealedPayload,
            Successor = default,
        },
        Token = start.Token,
        Standing = FindStatus.Current,
        Payload = payload,
        Now = start.CreatedAt,
        Timestamp = timeProvider.GetTimestamp(),
    };

    private LoadedSession ToSession(SessionToken token, FindResult found, SessionPayload payload) => new()
    {
        Record = found.Record!,
        Token = token,
        Standing = found.Status,
        Payload = payload,
        Now = found.Now,
        Timestamp = timeProvider.GetTimestamp(),
    };

    // A secret in its grace when it arrived does not become better by being read again.
    private static LoadResult KeepStanding(LoadResult reread, FindStatus arrived) =>
        arrived == FindStatus.Grace && reread.Session is { } session
            ? reread with { Session = session with { Standing = FindStatus.Grace }, SendCookie = false }
            : reread;
}

namespace SecureSessions;

// Writing to a stored session. A conflict is settled by applying the same changes to what is stored now.
internal sealed partial class SessionLifecycle
{
    // Of n parallel writers one wins each round, so the bound is generous; the store's timeout bounds the time.
    private const int MaxAttempts = 256;

    // Of a great many writers with large payloads on a busy machine, each waits for all before it.
    private const int Patience = 5;

    private readonly WriterTurns _turns = turns ?? new WriterTurns();

    /// <summary>Writes changed values.</summary>
    public ValueTask<SaveResult> SaveAsync(LoadedSession session, SessionChanges changes) =>
        ReplaceAsync(session, changes, newToken: null);

    /// <summary>Writes changed values and a step-up, if any, under a new secret; every earlier one is dead at once.</summary>
    public ValueTask<SaveResult> RegenerateAsync(LoadedSession session, SessionChanges? changes, SessionToken newToken) =>
        ReplaceAsync(session, changes, newToken);

    private async ValueTask<SaveResult> ReplaceAsync(LoadedSession session, SessionChanges? changes, SessionToken? newToken)
    {
        SessionId id = session.Record.Id;
        using WriterTurns.Turn turn = await _turns.EnterAsync(id, Patience * policy.StoreTimeout);
        try
        {
            return await TryReplaceAsync(session, changes, newToken);
        }
        catch (SecureSessionStoreException)
        {
            _turns.LetGo(id);
            throw;
        }
    }

    private async ValueTask<SaveResult> TryReplaceAsync(LoadedSession session, SessionChanges? changes, SessionToken? newToken)
    {
        SessionId id = session.Record.Id;
        long started = timeProvider.GetTimestamp();
        for (int attempt = 0; attempt < MaxAttempts && timeProvider.GetElapsedTime(started) < policy.StoreTimeout; attempt++)
        {
            // Only the current secret, or one whose successor nobody has used yet, may change the secret.
            if (newToken is not null && session.Standing == FindStatus.Grace)
                return new SaveResult(SaveStatus.OutOfReach);

            // Another request has written other claims since: those that this one made of the old ones must not undo it.
            if (attempt > 0 && changes?.Ticket is { } ticket && !ticket.AppliesTo(session.Payload))
                return new SaveResult(SaveStatus.OutOfReach);

            SessionPayload payload = Merge(session, changes);
            if (newToken is not null)
                payload = payload with { FormKey = default };

            // Once only: a store that was put back to an older state may have less than what was written here.
            bool isInVain = attempt == 0 && _turns.IsOutdated(id, session.Record.Version);
            ReplaceStatus status = isInVain ? ReplaceStatus.Conflict : await store.ReplaceAsync(new SessionReplacement
            {
                Id = id,
                ExpectedVersion = session.Record.Version,
                Payload = cipher.SealPayload((newToken ?? session.Token).Secret, SealContext.Of(session.Record).Next(), payload),
                Secret = newToken is { } token ? SecretChange.Regeneration(cipher.Hash(token.Secret)) : null,
                Label = changes?.Elevation is null ? null : (ReadOnlyMemory<byte>?)SessionLabel.Of(payload).ToBytes(),
            });

            if (status == ReplaceStatus.Replaced)
            {
                _turns.Tell(id, session.Record.Version + 1);
                return new SaveResult(SaveStatus.Saved, newToken is { } current ? session.Regenerated(payload, current) : session.Written(payload));
            }

            // Here one writes at a time: it is another process that comes in between, again and again.
            if (attempt > 0 && status == ReplaceStatus.Conflict)
                await _turns.PauseAsync(attempt);

            LoadResult reread = status == ReplaceStatus.Conflict ? await RereadAsync(session) : new LoadResult(LoadStatus.Ended);
            if (reread.Session is null)
            {
                return new SaveResult(reread.Status switch
                {
                    LoadStatus.Ended => SaveStatus.Gone,

                    // A newer node came in between, and may serve the request if it is sent again.
                    LoadStatus.Unreadable => SaveStatus.Conflict,
                    _ => SaveStatus.OutOfReach,
                });
            }


            session = reread.Session;
        }

        return new SaveResult(SaveStatus.Conflict);
    }

    private SessionPayload Merge(LoadedSession session, SessionChanges? changes)
    {
        if (changes is null)
            return session.Payload;

        SessionPayload merged = changes.ApplyTo(session.Payload);
        EnsureFits(merged);
        return merged;
    }
}

namespace SecureSessions;

/// <summary>The life of a stored session between its creation and its end, without any HTTP: load, renew, slide, change.</summary>
internal sealed class SessionLifecycle(StoreGateway store, SessionVault vault, SessionPolicy policy)
{
    /// <summary>Verifies a token that arrived and opens its session; renews the secret if that is due, unless a claims refresh is to do so.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<LoadResult> LoadAsync(SessionToken token, bool passive)
    {
        FindResult found = await vault.FindAsync(token, passive ? FindMode.Passive : FindMode.Active);
        switch (found.Status)
        {
            case FindStatus.Current or FindStatus.Pending or FindStatus.Grace:
                LoadResult opened = vault.Open(token, found);
                return opened.Session is { } session && !passive && IsRenewalDue(session) ? await RenewAsync(session) : opened;
            case FindStatus.Spent:
                return new LoadResult(found.Now < found.SpentAt + policy.LagWindow ? LoadStatus.Spent : LoadStatus.Reused);
            case FindStatus.Ended:
                store.ReportEnded(token.Id);
                return new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now };
            case FindStatus.WrongSecret:
                return new LoadResult(LoadStatus.Forged);
            case FindStatus.Unknown:
                return new LoadResult(LoadStatus.Unknown);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Whether a token that a renewal brought is still the current one; if the store fails, it counts as outdated.</summary>
    public async ValueTask<bool> IsCurrentAsync(SessionToken token)
    {
        try
        {
            return await FindStandingAsync(token) == FindStatus.Current;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    /// <summary>How a token stands. Nothing slides, nothing is confirmed.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<FindStatus> FindStandingAsync(SessionToken token) => (await vault.FindAsync(token, FindMode.Reread)).Status;

    /// <summary>Slides the idle deadline for a connection that stays open and was let in by this token: it has no request to load the session.</summary>
    /// <returns>The token to use the next time; nothing if this one, or the session, is of no use any more.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<SessionToken?> SlideAsync(SessionToken token)
    {
        FindResult found = await vault.FindAsync(token, FindMode.Active);
        if (found.Status == FindStatus.Spent && await FollowAsync(token) is { } successor)
        {
            token = successor;
            found = await vault.FindAsync(token, FindMode.Active);
        }

        if (found.Status == FindStatus.Ended)
            store.ReportEnded(token.Id);
        return found.Record is null ? null : token;
    }

    /// <summary>Writes changes, on top of what is stored by then.</summary>
    /// <returns><see cref="UpdateStatus.Unneeded"/> where the claims that these changes were made from have been replaced meanwhile.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether the changes were written.</exception>
    public ValueTask<UpdateResult> SaveAsync(LoadedSession session, SessionChanges changes) => vault.UpdateInTurnAsync(
        session, current => CanApply(changes, session, current) ? new SessionUpdate(Merge(current, changes)) { ChangesLabel = changes.Elevation is not null } : null);

    /// <summary>Writes changes, if any, under a new secret; every earlier secret is dead at once.</summary>
    /// <returns>As <see cref="SaveAsync"/>; also where the secret that arrived is in its grace and may not change the session any more.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether the changes were written.</exception>
    public ValueTask<UpdateResult> RegenerateAsync(LoadedSession session, SessionChanges? changes, SessionToken newToken) => vault.UpdateInTurnAsync(
        session, current => current.Standing != FindStatus.Grace && CanApply(changes, session, current)
            ? SessionUpdate.Regeneration(Merge(current, changes), newToken) with { ChangesLabel = changes?.Elevation is not null }
            : null);

    /// <summary>Refuses a payload that is larger than allowed.</summary>
    /// <exception cref="SessionPayloadTooLargeException">The payload is too large.</exception>
    public void EnsureFits(SessionPayload payload)
    {
        if (SessionPayloadCodec.SizeOf(payload) > policy.MaxPayloadBytes)
            throw SessionPayloadTooLargeException.For(payload, policy.MaxPayloadBytes);
    }

    private bool IsRenewalDue(LoadedSession session) =>
        !session.IsMarked && session.CanRenew && session.Now - session.Record.SecretIssuedAt >= policy.RenewalInterval;

    private async ValueTask<LoadResult> RenewAsync(LoadedSession session)
    {
        try
        {
            UpdateResult result = await vault.UpdateAsync(
                session, current => ValueTask.FromResult(IsRenewalDue(current) ? SessionUpdate.Renewal(current, current.Payload) : null));
            if (result.Status is UpdateStatus.Written or UpdateStatus.Unneeded or UpdateStatus.Ended)
                return LoadResult.Of(result);
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. The old secret stays good whether the write arrived or not, so the request goes on without a cookie.
        }

        return new LoadResult(LoadStatus.Loaded) { Session = session };
    }

    // The browser has got the successor of a spent secret and uses it. The connection never saw that cookie, but its own secret opens the next one.
    private async ValueTask<SessionToken?> FollowAsync(SessionToken token)
    {
        FindResult found = await vault.FindAsync(token, FindMode.Reread);
        return found.Record is { } record ? vault.Follow(token, record) : null;
    }

    // Another request may have written other claims since: claims that this request made of the old ones must not undo it.
    private static bool CanApply(SessionChanges? changes, LoadedSession known, LoadedSession current) =>
        ReferenceEquals(known, current) || changes?.Ticket is not { } ticket || ticket.AppliesTo(current.Payload);

    private SessionPayload Merge(LoadedSession session, SessionChanges? changes)
    {
        if (changes is null)
            return session.Payload;

        SessionPayload merged = changes.ApplyTo(session.Payload);
        EnsureFits(merged);
        return merged;
    }
}

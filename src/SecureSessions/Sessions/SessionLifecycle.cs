namespace SecureSessions;

/// <summary>What happens to a stored session between its creation and its end, without any HTTP: load, renew, slide, change.</summary>
internal sealed class SessionLifecycle(StoreGateway store, SessionVault vault, SessionOpener opener, SessionPolicy policy)
{
    /// <summary>
    /// Verifies a token that arrived and opens its session. Renews the secret if that is due, unless a claims refresh is due too: it
    /// changes the secret itself.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<LoadResult> LoadAsync(SessionToken token, bool passive)
    {
        SecretHash hash = opener.Hash(token);
        FindResult found = await vault.FindAsync(token, hash, passive ? FindMode.Passive : FindMode.Active);
        switch (found.Status)
        {
            case FindStatus.Current or FindStatus.Pending or FindStatus.Grace:
                LoadResult opened = opener.Open(token, hash, found);
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

    /// <summary>Whether the secret of a token is still the current one. If the store fails, the secret counts as outdated.</summary>
    public async ValueTask<bool> IsCurrentAsync(SessionToken token)
    {
        try
        {
            return await FindSecretStatusAsync(token) == FindStatus.Current;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    /// <summary>Looks up the status of a token's secret, without sliding the session or confirming a renewal.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<FindStatus> FindSecretStatusAsync(SessionToken token) => (await vault.FindAsync(token, FindMode.Reread)).Status;

    /// <summary>
    /// Slides the idle deadline for a connection that was opened with this token. A connection makes no requests that would load the
    /// session.
    /// </summary>
    /// <returns>The token to use the next time; <see langword="null"/> if the session has ended, or its secret is no longer
    /// accepted.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<SessionToken?> SlideAsync(SessionToken token)
    {
        FindResult found = await vault.FindAsync(token, FindMode.Active);
        if (found.Status == FindStatus.Spent && await FindSuccessorAsync(token) is { } successor)
        {
            token = successor;
            found = await vault.FindAsync(token, FindMode.Active);
        }

        if (found.Status == FindStatus.Ended)
            store.ReportEnded(token.Id);
        return found.Record is null ? null : token;
    }

    /// <summary>Writes changes on top of the latest stored version.</summary>
    /// <returns><see cref="UpdateStatus.Unneeded"/> if another request has replaced the claims that these changes were made
    /// from.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the changes were written is
    /// unknown.</exception>
    public ValueTask<UpdateResult> SaveAsync(LoadedSession session, SessionChanges changes) => vault.UpdateInTurnAsync(
        session, current => CanApply(changes, session, current)
            ? new SessionUpdate(Merge(session, current, changes)) { ChangesLabel = changes.Elevation is not null }
            : null);

    /// <summary>Writes changes, if any, under a new secret. All earlier secrets are refused at once.</summary>
    /// <returns><see cref="UpdateStatus.Unneeded"/> as for <see cref="SaveAsync"/>, and if the secret that arrived is in its grace, which
    /// does not allow to change the session.</returns>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the changes were written is unknown.</exception>
    public ValueTask<UpdateResult> RegenerateAsync(LoadedSession session, SessionChanges? changes, SessionToken newToken) =>
        vault.UpdateInTurnAsync(session, current => current.SecretStatus != FindStatus.Grace && CanApply(changes, session, current)
            ? SessionUpdate.Regeneration(Merge(session, current, changes), newToken) with { ChangesLabel = changes?.Elevation is not null }
            : null);

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
            // Reported by the gateway. The old secret is accepted whether the write arrived or not, so the request goes on without a new
            // cookie.
        }

        return new LoadResult(LoadStatus.Loaded) { Session = session };
    }

    // The browser uses the successor of this spent secret. The connection never received that cookie, but the secret it has opens the
    // successor.
    private async ValueTask<SessionToken?> FindSuccessorAsync(SessionToken token)
    {
        FindResult found = await vault.FindAsync(token, FindMode.Reread);
        return found.Record is { } record ? opener.OpenSuccessor(token, record) : null;
    }

    // Another request may have written other claims since. Claims that this request made from the old ones must not overwrite them.
    private static bool CanApply(SessionChanges? changes, LoadedSession known, LoadedSession current) =>
        ReferenceEquals(known, current) || changes?.Ticket is not { } ticket || ticket.AppliesTo(current.Payload);

    private SessionPayload Merge(LoadedSession known, LoadedSession current, SessionChanges? changes)
    {
        if (changes is null)
            return current.Payload;

        SessionPayload merged = changes.ApplyTo(current.Payload);
        if (changes.Elevation is not null && current.DemandsStepUpSince(known))
            merged = merged with { NeedsStepUp = true };
        SessionPayloadTooLargeException.ThrowIfOver(merged, policy.MaxPayloadBytes);
        return merged;
    }
}

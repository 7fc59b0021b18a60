using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// Ends sessions: first the record, then the entry on its user's list. If the second step fails, the watch over the deadlines removes the
/// entry later.
/// </summary>
internal sealed class SessionEnding(StoreGateway store)
{
    /// <summary>Ends a session: at any version, or only at the expected one.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    public async ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion = null)
    {
        EndResult end = await store.EndAsync(id, reason, expectedVersion);
        if (end is { Status: EndStatus.Ended, Session: { UserId: { } userId } session })
            await TryRemoveAsync(userId, id, EndedSession.Of(session));

        return end;
    }

    /// <summary>
    /// Ends a session that a user's list names, and removes the entry also if the session had ended before or was never created.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">The store failed; whether the session has ended is unknown.</exception>
    public async ValueTask<EndResult> EndListedAsync(string userId, SessionId id, SessionEndReason reason)
    {
        EndResult end = await EndAsync(id, reason);
        if (end.Status != EndStatus.Ended)
            await UnlistAsync(userId, id, end.Session);

        return end;
    }

    /// <summary>Removes the entry of a session that has ended, or was never created, from its user's list.</summary>
    /// <remarks>A session that timed out stays listed until the watch over the deadlines has reported its end.</remarks>
    public ValueTask UnlistAsync(string userId, SessionId id, SessionSummary? session) => session?.End is { IsTimeout: true }
        ? ValueTask.CompletedTask
        : TryRemoveAsync(userId, id, session is null ? null : EndedSession.Of(session));

    /// <summary>
    /// Rolls back a session that was begun or created but cannot be used. The method does not throw, since the caller has an earlier
    /// failure to report. If the store fails, the reservation period and the deadlines of the session bound how long it stays.
    /// </summary>
    /// <returns>Whether another request had ended the session before; <see langword="false"/> if that is unknown.</returns>
    public async ValueTask<bool> RollBackAsync(SessionId id, string? userId)
    {
        try
        {
            EndResult end = userId is null
                ? await EndAsync(id, SessionEndReason.Undelivered)
                : await EndListedAsync(userId, id, SessionEndReason.Undelivered);
            return end.Status == EndStatus.AlreadyEnded;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    /// <summary>
    /// Rolls a session back without waiting: after a failure of the store, the answer must not wait for the store again.
    /// </summary>
    public void RollBackInBackground(SessionStart start) => _ = RollBackAsync(start.Token.Id, start.UserId).AsTask();

    /// <summary>
    /// Claims the right to replace or delete a cookie whose session has ended. Only one request on all nodes gets it: the claim is an id
    /// that is derived from the ended session's id and known to no store. The first request that ends this id finds it absent, and thereby
    /// reserves it for the others to see. If the store fails, the request counts as not the first.
    /// </summary>
    /// <remarks>
    /// The store keeps the claim as long as the tombstone of a session that was ended before it was created. The id of a claim has no
    /// secret and needs none: only a request with a secret of the ended session claims the right.
    /// </remarks>
    public async ValueTask<bool> TryClaimReplacementAsync(SessionId ended)
    {
        try
        {
            return (await store.EndAsync(ReplacementClaimOf(ended), SessionEndReason.Replaced)).Status == EndStatus.Absent;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    private static SessionId ReplacementClaimOf(SessionId ended)
    {
        ReadOnlySpan<byte> label = "SecureSessions succession 1"u8;
        Span<byte> bytes = stackalloc byte[label.Length + SessionId.Size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        label.CopyTo(bytes);
        ended.CopyTo(bytes[label.Length..]);
        SHA256.HashData(bytes, hash);
        return SessionId.FromBytes(hash[..SessionId.Size]);
    }

    // The session has ended already, so a failure here is not the caller's.
    private async ValueTask TryRemoveAsync(string userId, SessionId id, EndedSession? ended)
    {
        try
        {
            await store.RemoveAsync(userId, id, ended);
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
        }
    }
}

using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// Ends sessions: the record first, then its entry on its user's list. The list may be late: the watch over the deadlines finds what is left
/// there.
/// </summary>
internal sealed class SessionEnding(StoreGateway store)
{
    /// <summary>Ends a session, at any version or at one.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether the session has ended.</exception>
    public async ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion = null)
    {
        EndResult end = await store.EndAsync(id, reason, expectedVersion);
        if (end is { Status: EndStatus.Ended, Session: { UserId: { } userId } session })
            await TryRemoveAsync(userId, id, EndedSession.Of(session));

        return end;
    }

    /// <summary>Ends a session that a user's list names, whatever has become of it.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed; nobody knows whether the session has ended.</exception>
    public async ValueTask<EndResult> EndListedAsync(string userId, SessionId id, SessionEndReason reason)
    {
        EndResult end = await EndAsync(id, reason);
        if (end.Status != EndStatus.Ended)
            await UnlistAsync(userId, id, end.Session);

        return end;
    }

    /// <summary>Takes an entry off its user's list whose session has ended, or never was.</summary>
    /// <remarks>A session that timed out stays listed until the watch over the deadlines has reported its end.</remarks>
    public ValueTask UnlistAsync(string userId, SessionId id, SessionSummary? session) => session?.End is { IsTimeout: true }
        ? ValueTask.CompletedTask
        : TryRemoveAsync(userId, id, session is null ? null : EndedSession.Of(session));

    /// <summary>
    /// Ends a session that was begun in vain, where a failure must not hide what happened before. The store's own window and deadlines bound
    /// what is left.
    /// </summary>
    /// <returns>Whether the session had been ended before by another request, as far as that is known.</returns>
    public async ValueTask<bool> TakeBackAsync(SessionId id, string? userId)
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

    /// <summary>Takes a session back without waiting: the answer to a store that failed must not wait for the store again.</summary>
    public void TakeBackLater(SessionStart start) => _ = TakeBackAsync(start.Token.Id, start.UserId).AsTask();

    /// <summary>
    /// Takes the one right to put something in the place of a cookie whose session has ended: exact on all nodes, since ending an id that no store
    /// knows bars it, and tells who was first. If the store fails, another request counts as the first.
    /// </summary>
    /// <remarks>
    /// The store remembers the right as long as a barred id. No secret leads to the id that stands for the right, and none is needed: only a
    /// request with a secret of the session gets as far as to ask.
    /// </remarks>
    public async ValueTask<bool> TrySucceedAsync(SessionId ended)
    {
        try
        {
            return (await store.EndAsync(SuccessionOf(ended), SessionEndReason.Replaced)).Status == EndStatus.Absent;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    private static SessionId SuccessionOf(SessionId ended)
    {
        ReadOnlySpan<byte> label = "SecureSessions succession 1"u8;
        Span<byte> bytes = stackalloc byte[label.Length + SessionId.Size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        label.CopyTo(bytes);
        ended.CopyTo(bytes[label.Length..]);
        SHA256.HashData(bytes, hash);
        return SessionId.FromBytes(hash[..SessionId.Size]);
    }

    // The session has ended, which is what counts.
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

using System.Security.Cryptography;

namespace SecureSessions;

// Ending sessions. The record first; then its entry on its user's list, which may be late: whoever watches the deadlines finds what is left.
internal sealed partial class SessionLifecycle
{
    /// <summary>Whether the ends of users' sessions are watched for, so that no request has to report a timeout.</summary>
    public bool ListsUsers => store.ListsUsers;

    /// <summary>Ends a session, at any version.</summary>
    public ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason) => EndAsync(id, reason, expectedVersion: null);

    /// <summary>Ends a session that a user's list names, whatever has become of it.</summary>
    public async ValueTask<EndResult> EndListedAsync(string userId, SessionId id, SessionEndReason reason)
    {
        EndResult end = await EndAsync(id, reason);
        if (end.Status != EndStatus.Ended)
            await UnlistAsync(userId, id, end.Session);

        return end;
    }

    /// <summary>Takes off its user's list what has ended, or never was, and has its place there still.</summary>
    /// <remarks>A timeout stays listed for those who watch the deadlines: they have it to report.</remarks>
    public ValueTask UnlistAsync(string userId, SessionId id, SessionSummary? session) => session?.End is { IsTimeout: true }
        ? ValueTask.CompletedTask
        : TryRemoveAsync(userId, id, session is null ? null : EndedSession.Of(session));

    /// <summary>
    /// Ends a session that was begun in vain, where a failure must not hide what happened before. The store's own window and deadlines bound
    /// what is left. Whether somebody else had ended it, as far as that is known.
    /// </summary>
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

    /// <summary>
    /// Takes the one right to put something in the place of a cookie whose session has ended: exact on all nodes, since ending an id that no store
    /// knows bars it, and tells who was first. In doubt somebody else was.
    /// </summary>
    /// <remarks>It is remembered as long as a barred id is. No secret leads to the id that stands for the right, and none is needed: only whoever
    /// holds a secret of the session gets as far as to ask.</remarks>
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

    private async ValueTask<EndResult> EndAsync(SessionId id, SessionEndReason reason, long? expectedVersion)
    {
        EndResult end = await store.EndAsync(id, reason, expectedVersion);
        if (end is { Status: EndStatus.Ended, Session: { UserId: { } userId } session })
            await TryRemoveAsync(userId, id, EndedSession.Of(session));

        return end;
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

using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>Reads and ends a user's sessions. The record always first, then the user's list.</summary>
internal sealed partial class SecureSessionManager(
    StoreGateway store,
    SessionLifecycle lifecycle,
    SessionEvents events,
    TimeProvider timeProvider,
    IServiceProviderIsService services) : ISecureSessionManager
{
    // Enough to hide the way to the store from a user with many sessions, few enough to leave the store to others.
    private const int MostAtOnce = 8;

    public async Task<IReadOnlyList<UserSession>> ListAsync(string userId, ISecureSession? current = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        UserSession?[] sessions = await ForEachListedAsync(userId, id => LookAtAsync(userId, id, current), cancellationToken);
        return [.. sessions.OfType<UserSession>().OrderByDescending(static session => session.LastSeenAt).ThenByDescending(static session => session.CreatedAt)];
    }

    public async Task<IReadOnlyList<PastSession>> HistoryAsync(string userId, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. (await store.HistoryAsync(userId)).Select(ToPastSession)];
    }

    /// <summary>A session that lives. One that has ended comes off the list, in case whoever ended it died before they could do so.</summary>
    private async ValueTask<UserSession?> LookAtAsync(string userId, SessionId id, ISecureSession? current)
    {
        SessionSummary? session = await store.PeekAsync(id);
        if (session is { End: null } && session.UserId == userId)
            return ToUserSession(session, isCurrent: current?.Id == id.ToString());

        // One without a record stays, though it may be long dead: that is for those who watch its deadline to tell, who have its end to report.
        if (session?.End is not null)
            await lifecycle.UnlistAsync(userId, id, session);
        return null;
    }

    private void EnsureUser(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (SessionPayloadCodec.SizeOf(userId) > SecureSessionDefaults.MaxUserIdBytes)
            throw new ArgumentException($"The user id has {userId.Length} characters; at most {SecureSessionDefaults.MaxUserIdBytes} bytes are allowed, so that no such user can have signed in.", nameof(userId));
        if (!store.ListsUsers)
            throw new InvalidOperationException(store.UsersPortMissing);
    }

    /// <summary>Does something to every session on a user's list, a few at a time; a session that fails does not keep the others from it.</summary>
    private async Task<T[]> ForEachListedAsync<T>(string userId, Func<SessionId, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<IndexedSession> listed = await store.ListAsync(userId);
        var results = new T[listed.Count];
        int failures = 0;
        SecureSessionStoreException? failure = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, listed.Count, options, async (i, _) =>
        {
            try
            {
                results[i] = await act(listed[i].Id);
            }
            catch (SecureSessionStoreException exception)
            {
                Interlocked.Increment(ref failures);
                failure = exception;
            }
        });

        return failure is null
            ? results
            : throw new SecureSessionStoreException($"The session store failed at {failures} of a user's {listed.Count} sessions; the others were reached. Try again.", failure);
    }

    private static UserSession ToUserSession(SessionSummary session, bool isCurrent)
    {
        var label = SessionLabel.Read(session.Label);
        return new UserSession
        {
            Id = session.Id,
            CreatedAt = session.CreatedAt,
            LastSeenAt = session.LastSeenAt,
            IdleExpiresAt = session.IdleExpiresAt,
            AbsoluteExpiresAt = session.AbsoluteExpiresAt,
            Authentication = label.Authentication,
            Device = label.Client.Device,
            Network = label.Client.Network,
            IsCurrent = isCurrent,
        };
    }

    private static PastSession ToPastSession(EndedSession session)
    {
        var label = SessionLabel.Read(session.Label);
        return new PastSession
        {
            Id = session.Id,
            CreatedAt = session.CreatedAt,
            LastSeenAt = session.LastSeenAt,
            EndedAt = session.EndedAt,
            Reason = session.Reason,
            Authentication = label.Authentication,
            Device = label.Client.Device,
            Network = label.Client.Network,
        };
    }
}

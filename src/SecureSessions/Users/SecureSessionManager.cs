using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions;

/// <summary>Reads and ends a user's sessions. Always changes the record of a session first, then the user's list.</summary>
internal sealed class SecureSessionManager(
    StoreGateway store,
    SessionEnding ending,
    SessionEvents events,
    ProviderIndex providerIndex,
    SessionPolicy policy,
    IServiceProviderIsService services) : ISecureSessionManager
{
    // Enough to hide the latency of the store from a user with many sessions, few enough to leave the store to other requests.
    private const int MostAtOnce = 8;

    /// <summary>The detail of a change of privileges after which the user has to authenticate again.</summary>
    private const string ReauthenticateDetail = "reauthenticate";

    public async Task<IReadOnlyList<UserSession>> ListAsync(
        string userId, ISecureSession? current = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        UserSession?[] sessions = await ForEachListedAsync(userId, id => ReadAsync(userId, id, current), cancellationToken);
        return [.. sessions.OfType<UserSession>()
            .OrderByDescending(static session => session.LastSeenAt)
            .ThenByDescending(static session => session.CreatedAt)];
    }

    public async Task<IReadOnlyList<PastSession>> HistoryAsync(string userId, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. (await store.HistoryAsync(userId)).Select(ToPastSession)];
    }

    public async Task<bool> EndAsync(string userId, SessionId id, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();

        // The session has to be on the user's list, and its record has to name the user (ASVS 8.2.2). For any other user the id is that of
        // no session.
        bool isListed = (await store.ListAsync(userId)).Any(listed => listed.Id == id);
        return isListed
            && (await store.PeekAsync(id) is not { } session || session.UserId == userId)
            && await EndOneAsync(userId, id, actor);
    }

    public async Task<int> EndAllAsync(string userId, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        bool[] ended = await ForEachListedAsync(userId, id => EndOneAsync(userId, id, actor), cancellationToken);
        return ended.Count(static one => one);
    }

    public async Task<int> EndOthersAsync(ISecureSession current, string? actor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (!SessionId.TryParse(current.Id, out SessionId own))
            throw new ArgumentException("This is no session of SecureSessions. Pass HttpContext.GetSecureSession().", nameof(current));

        string userId = current.UserId
            ?? throw new InvalidOperationException(
                "Nobody is signed in to the current session, so that there are no others to end. Sign the user in first, or end a user's "
                + "sessions by user id with EndAllAsync().");
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();

        // The current session is regenerated first. If that fails, because the cookie cannot be sent any more or the secret of the request
        // is no longer valid, no session has been ended yet.
        current.Regenerate();
        await current.CommitAsync(CancellationToken.None);
        bool[] ended = await ForEachListedAsync(
            userId, id => id == own ? ValueTask.FromResult(false) : EndOneAsync(userId, id, actor), cancellationToken);
        return ended.Count(static one => one);
    }

    public async Task<int> EndProviderSessionsAsync(
        ProviderSession provider, string? actor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (!policy.IndexProviderSessions)
        {
            throw new InvalidOperationException(
                "Sessions cannot be found by a provider's session: SecureSessionOptions.IndexProviderSessions is false. Set it to true; "
                + "sessions that began before stay unknown.");
        }

        // The narrower of the two names: a token with both ends one session at the provider.
        string key = provider.Keys().FirstOrDefault()
            ?? throw new ArgumentException("Neither SessionId nor Subject is set. Set at least one.", nameof(provider));
        EnsureUser(key);
        cancellationToken.ThrowIfCancellationRequested();
        bool[] ended = await ForEachAsync(
            await providerIndex.ListAsync(key), id => EndOfProviderAsync(key, id, actor ?? provider.Issuer), cancellationToken);
        return ended.Count(static one => one);
    }

    public async Task<int> ForgetUserAsync(string userId, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        bool[] ended = await ForEachListedAsync(userId, id => ForgetOneAsync(userId, id, actor), cancellationToken);
        await store.ForgetUserAsync(userId);
        await RaiseAsync(SessionEventType.UserForgotten, userId, actor);
        return ended.Count(static one => one);
    }

    public async Task<int> RequireRefreshAsync(
        string userId, string? actor = null, bool reauthenticate = false, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        if (!services.IsService(typeof(IPrincipalRefresher)))
        {
            throw new InvalidOperationException(
                "No IPrincipalRefresher is registered, so that no principal could be rebuilt. Call "
                + "AddSecureSessions().AddPrincipalRefresher<T>(), or end the sessions with EndAllAsync().");
        }

        await RaiseAsync(SessionEventType.RefreshRequired, userId, actor, detail: reauthenticate ? ReauthenticateDetail : null);
        cancellationToken.ThrowIfCancellationRequested();
        int marked = 0;
        var reached = new HashSet<SessionId>();
        MarkStatus[] statuses;
        do
        {
            SessionId[] listed = [.. (await store.ListAsync(userId)).Select(static one => one.Id).Where(reached.Add)];
            statuses = await ForEachAsync(listed, id => MarkAsync(userId, id, reauthenticate, actor), cancellationToken);
            marked += statuses.Count(static one => one == MarkStatus.Marked);

            // A sign-in may have replaced a session that has ended. Its own session was listed before that, and is on the list by now.
        }
        while (statuses.Contains(MarkStatus.Ended));

        return marked;
    }

    /// <summary>
    /// Reads a living session. A session that has ended is taken off the list, in case the process that ended it died before it could do
    /// so.
    /// </summary>
    private async ValueTask<UserSession?> ReadAsync(string userId, SessionId id, ISecureSession? current)
    {
        SessionSummary? session = await store.PeekAsync(id);
        if (session is { End: null } && session.UserId == userId)
            return ToUserSession(session, isCurrent: current?.Id == id.ToString());

        // A session without a record stays on the list, though it may have ended long ago: the watch over its deadline finds out, and
        // reports its end.
        if (session?.End is not null)
            await ending.UnlistAsync(userId, id, session);
        return null;
    }

    private async ValueTask<MarkStatus> MarkAsync(string userId, SessionId id, bool reauthenticate, string? actor)
    {
        MarkStatus status = await store.MarkAsync(id, reauthenticate);

        // The sign-in is under way, and its principal may be out of date. There is no record to mark yet, so the session is ended.
        if (status == MarkStatus.Absent)
            await EndOneAsync(userId, id, actor);
        return status;
    }

    /// <summary>
    /// Ends a session that a list names, whether it has been created yet or not. Returns whether a living session was ended.
    /// </summary>
    private async ValueTask<bool> EndOneAsync(string userId, SessionId id, string? actor)
    {
        EndResult end = await ending.EndListedAsync(userId, id, SessionEndReason.Revoked);
        if (end is not { Status: EndStatus.Ended, Session: { } session })
            return false;

        await RaiseAsync(SessionEventType.Expired, userId, actor, session);
        return true;
    }

    /// <summary>Ends a session, and takes it off its user's list without a trace in the history.</summary>
    private async ValueTask<bool> ForgetOneAsync(string userId, SessionId id, string? actor)
    {
        EndResult end = await store.EndAsync(id, SessionEndReason.Revoked);
        bool endedHere = end.Status == EndStatus.Ended;
        if (endedHere)
            await RaiseAsync(SessionEventType.Expired, userId, actor, end.Session);

        // A session that timed out stays listed until the watch over the deadlines has reported it. The store keeps it out of the history.
        if (end.Session?.End is not { IsTimeout: true })
            await store.RemoveAsync(userId, id, ended: null);
        return endedHere;
    }

    // A session that is about to be created has no user yet. Once it is ended, it cannot be created any more.
    private async ValueTask<bool> EndOfProviderAsync(string key, SessionId id, string actor)
    {
        bool ended = await EndOneAsync((await store.PeekAsync(id))?.UserId ?? key, id, actor);
        await providerIndex.RemoveAsync(key, id);
        return ended;
    }

    // The event names who caused it (ASVS 16.3.3). It has an address in the endpoints of this library, and elsewhere if the app has called
    // AddHttpContextAccessor().
    private ValueTask RaiseAsync(
        SessionEventType type, string userId, string? actor, SessionSummary? session = null, string? detail = null) => events.RaiseAsync(
        AmbientRequest.Current,
        type,
        session?.Id,
        userId,
        session?.End?.Reason,
        detail,
        client: session is null ? null : SessionLabel.Read(session.Label).Client,
        actor: actor ?? userId);

    private void EnsureUser(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (SessionPayloadCodec.SizeOf(userId) > SecureSessionDefaults.MaxUserIdBytes)
        {
            throw new ArgumentException(
                $"The user id has {userId.Length} characters; at most {SecureSessionDefaults.MaxUserIdBytes} bytes are allowed, so that "
                + "no such user can have signed in.",
                nameof(userId));
        }

        if (!store.ListsUsers)
            throw new InvalidOperationException(store.UsersPortMissing);
    }

    /// <summary>
    /// Runs an action for every session on a user's list, a few at a time. If it fails for one session, it still runs for the others.
    /// </summary>
    private async Task<T[]> ForEachListedAsync<T>(string userId, Func<SessionId, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await ForEachAsync([.. (await store.ListAsync(userId)).Select(static one => one.Id)], act, cancellationToken);
    }

    private static async Task<T[]> ForEachAsync<T>(
        IReadOnlyList<SessionId> listed, Func<SessionId, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        var results = new T[listed.Count];
        int failures = 0;
        SecureSessionStoreException? failure = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, listed.Count, options, async (i, _) =>
        {
            try
            {
                results[i] = await act(listed[i]);
            }
            catch (SecureSessionStoreException exception)
            {
                Interlocked.Increment(ref failures);
                failure = exception;
            }
        });

        return failure is null
            ? results
            : throw new SecureSessionStoreException(
                $"The session store failed at {failures} of a user's {listed.Count} sessions; the others were reached. Try again.",
                failure);
    }

    private static UserSession ToUserSession(SessionSummary session, bool isCurrent)
    {
        var label = SessionLabel.Read(session.Label);
        return new UserSession
        {
            Id = session.Id,
            CreatedAt = session.CreatedAt,
            LastSeenAt = session.LastSeenAt,
            ExpiresAt = session.ExpiresAt,
            AbsoluteExpiresAt = session.AbsoluteExpiresAt,
            Authentication = label.Authentication,
            Device = label.Client.Device,
            Network = label.Client.Network,
            Country = label.Client.Country,
            City = label.Client.City,
            ClientName = label.ClientName.Length == 0 ? null : label.ClientName,
            IsRemembered = label.IsRemembered,
            ProviderSessionId = label.ProviderSessionId.Length == 0 ? null : label.ProviderSessionId,
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
            Country = label.Client.Country,
            City = label.Client.City,
            ClientName = label.ClientName.Length == 0 ? null : label.ClientName,
        };
    }
}

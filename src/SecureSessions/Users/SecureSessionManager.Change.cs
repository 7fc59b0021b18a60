namespace SecureSessions;

// What ends or marks sessions.
internal sealed partial class SecureSessionManager
{
    public async Task<bool> EndAsync(string userId, SessionId id, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();

        // The list decides whose session it is, and the record has the last word (ASVS 8.2.2): to everybody else the id is that of no session.
        bool isListed = (await store.ListAsync(userId)).Any(listed => listed.Id == id);
        return isListed && (await store.PeekAsync(id) is not { } session || session.UserId == userId) && await EndOneAsync(userId, id, actor);
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
            ?? throw new InvalidOperationException("Nobody is signed in to the current session, so that there are no others to end. Sign the user in first, or end a user's sessions by user id with EndAllAsync().");
        EnsureUser(userId);
        cancellationToken.ThrowIfCancellationRequested();

        // First: if the cookie cannot be sent any more, or the secret that the request brought is no longer good, nothing has happened yet.
        current.Regenerate();
        await current.CommitAsync(CancellationToken.None);
        bool[] ended = await ForEachListedAsync(
            userId, id => id == own ? ValueTask.FromResult(false) : EndOneAsync(userId, id, actor), cancellationToken);
        return ended.Count(static one => one);
    }

    public async Task<int> RequireRefreshAsync(string userId, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureUser(userId);
        if (!services.IsService(typeof(IPrincipalRefresher)))
            throw new InvalidOperationException("Nobody could rebuild a principal: no IPrincipalRefresher is registered. Call AddSecureSessions().AddPrincipalRefresher<T>(), or end the sessions with EndAllAsync().");

        await RaiseAsync(SessionEventType.RefreshRequired, userId, actor);
        bool[] marked = await ForEachListedAsync(userId, id => MarkAsync(userId, id, actor), cancellationToken);
        return marked.Count(static one => one);
    }

    private async ValueTask<bool> MarkAsync(string userId, SessionId id, string? actor)
    {
        MarkStatus status = await store.MarkAsync(id);

        // A sign-in under way, with a principal that may be out of date: there is nothing to mark yet, and so it is ended.
        if (status == MarkStatus.Absent)
            await EndOneAsync(userId, id, actor);
        return status == MarkStatus.Marked;
    }

    /// <summary>Ends what a list names, whether there is a session yet or not; reports whether there was one that lived.</summary>
    private async ValueTask<bool> EndOneAsync(string userId, SessionId id, string? actor)
    {
        EndResult end = await lifecycle.EndListedAsync(userId, id, SessionEndReason.Revoked);
        if (end is not { Status: EndStatus.Ended, Session: { } session })
            return false;

        await RaiseAsync(SessionEventType.Expired, userId, actor, session);
        return true;
    }

    // Who did it belongs to what was done (ASVS 16.3.3); from where is known in our own endpoints, and if the app has called
    // AddHttpContextAccessor().
    private ValueTask RaiseAsync(SessionEventType type, string userId, string? actor, SessionSummary? session = null) => events.RaiseAsync(new SecureSessionEvent
    {
        Type = type,
        At = timeProvider.GetUtcNow(),
        SessionId = session?.Id,
        UserId = userId,
        Reason = session?.End?.Reason,
        Actor = actor ?? userId,
        Client = session is null ? null : SessionLabel.Read(session.Label).Client,
        Origin = RequestOrigin.Of(AmbientRequest.Current),
    });
}

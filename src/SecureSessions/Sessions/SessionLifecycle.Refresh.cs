namespace SecureSessions;

// Refresh: a principal that was rebuilt because privileges were changed elsewhere.
internal sealed partial class SessionLifecycle
{
    /// <summary>
    /// Writes a payload with a rebuilt principal, and takes back the mark that asked for it, unless the session was marked again meanwhile. With it
    /// goes a renewal, or while one is under way only the payload. If another request was faster, what that one wrote is taken.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="rebuildAsync">The payload with the principal as it is to be; nothing if the session is to end. What it throws is the caller's to see.</param>
    /// <returns>What became of it; <see cref="LoadStatus.Spent"/> where it is out of this request's reach, and nothing if the session is to end.</returns>
    /// <exception cref="SecureSessionStoreException">It was not written, or nobody knows.</exception>
    public async ValueTask<LoadResult?> RefreshAsync(LoadedSession session, Func<LoadedSession, ValueTask<SessionPayload?>> rebuildAsync)
    {
        bool isToEnd = false;
        UpdateResult result = await vault.UpdateAsync(session, async current =>
        {
            if (!current.IsMarked)
                return null;

            SessionPayload? payload = await rebuildAsync(current);
            isToEnd = payload is null;
            if (payload is null)
                return null;

            SessionUpdate update = CanRenew(current) ? Renewal(current, payload) : new SessionUpdate(payload);
            return update with { SeenRefreshMark = current.Record.RefreshMark };
        });
        return isToEnd ? null : ToLoadResult(result) with { Refreshed = result.Status == UpdateStatus.Written };
    }
}

namespace SecureSessions;

// Activity on a connection that stays open: there is no request to load the session again.
internal sealed partial class SessionLifecycle
{
    /// <summary>Slides the idle deadline, for a connection that was let in by this token.</summary>
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
            store.TellEnd(token.Id);
        return found.Record is null ? null : token;
    }

    // A spent secret was followed by one that the browser has and uses. The connection never saw the cookie, but its secret opens the next one.
    private async ValueTask<SessionToken?> FollowAsync(SessionToken token)
    {
        FindResult found = await vault.FindAsync(token, FindMode.Reread);
        return found.Record is { } record ? vault.Follow(token, record) : null;
    }
}

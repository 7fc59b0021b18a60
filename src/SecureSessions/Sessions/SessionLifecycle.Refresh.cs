namespace SecureSessions;

// Refresh: a principal that was rebuilt because privileges were changed elsewhere.
internal sealed partial class SessionLifecycle
{
    /// <summary>
    /// Writes a payload with a rebuilt principal, and takes back the mark that asked for it, unless the session was marked again meanwhile. With it
    /// goes a renewal, or while one is under way only the payload. If somebody else wrote first, the session as it is now.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">It was not written, or nobody knows.</exception>
    public async ValueTask<LoadResult> RefreshAsync(LoadedSession session, SessionPayload payload)
    {
        LoadResult? written = CanRenew(session)
            ? await TryRenewAsync(session, payload, session.Record.RefreshMark)
            : await TryResealAsync(session, payload);
        return written is { } result ? result with { Refreshed = true } : await RereadAsync(session);
    }

    private async ValueTask<LoadResult?> TryResealAsync(LoadedSession session, SessionPayload payload)
    {
        ReplaceStatus status = await store.ReplaceAsync(new SessionReplacement
        {
            Id = session.Record.Id,
            ExpectedVersion = session.Record.Version,
            Payload = cipher.SealPayload(session.Token.Secret, SealContext.Of(session.Record).Next(), payload),
            SeenRefreshMark = session.Record.RefreshMark,
        });
        return status == ReplaceStatus.Replaced
            ? new LoadResult(LoadStatus.Loaded) { Session = session.Written(payload), SendCookie = session.Standing == FindStatus.Pending }
            : null;
    }
}

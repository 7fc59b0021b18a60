namespace SecureSessions;

// Renewal: a timed change of the secret, in two steps, so that a response lost on its way locks nobody out.
internal sealed partial class SessionLifecycle
{
    /// <summary>Whether a token that a renewal brought is still the current one; in doubt it is not.</summary>
    public async ValueTask<bool> IsCurrentAsync(SessionToken token)
    {
        try
        {
            return (await FindAsync(token, FindMode.Reread)).Status == FindStatus.Current;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    /// <summary>How a token stands. Nothing slides, nothing is judged.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<FindStatus> FindStandingAsync(SessionToken token) =>
        (await store.FindAsync(token.Id, cipher.Hash(token.Secret), FindMode.Reread)).Status;

    private bool IsRenewalDue(LoadedSession session) =>
        CanRenew(session) && session.Now - session.Record.SecretIssuedAt >= policy.RenewalInterval;

    private static bool CanRenew(LoadedSession session) => session.Standing == FindStatus.Current && !session.Record.RenewalUnderWay;

    private async ValueTask<LoadResult> RenewAsync(LoadedSession session)
    {
        var unrenewed = new LoadResult(LoadStatus.Loaded) { Session = session };
        try
        {
            return await TryRenewAsync(session, session.Payload, seenRefreshMark: 0) is { } renewed
                ? renewed
                : await RereadAsync(session) is { Status: LoadStatus.Loaded or LoadStatus.Ended } reread ? reread : unrenewed;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. The old secret stays good whether the write arrived or not, so the request goes on without a cookie.
            return unrenewed;
        }
    }

    /// <summary>Writes a payload under a new secret; nothing if somebody else wrote first, or the session has ended.</summary>
    private async ValueTask<LoadResult?> TryRenewAsync(LoadedSession session, SessionPayload payload, long seenRefreshMark)
    {
        SessionToken token = session.Token.WithNewSecret();
        var context = SealContext.Of(session.Record);
        payload = KeepFormKey(session, payload);
        ReplaceStatus status = await store.ReplaceAsync(new SessionReplacement
        {
            Id = token.Id,
            ExpectedVersion = session.Record.Version,
            Payload = cipher.SealPayload(token.Secret, context.Next(), payload),
            Secret = SecretChange.Renewal(
                cipher.Hash(token.Secret),
                cipher.SealSuccessor(session.Token.Secret, context, token.Secret),
                policy.RenewalGrace),
            SeenRefreshMark = seenRefreshMark,
        });
        if (status != ReplaceStatus.Replaced)
            return null;

        LoadedSession renewed = session.Written(payload) with { Token = token, Standing = FindStatus.Pending };
        return new LoadResult(LoadStatus.Loaded) { Session = renewed, SendCookie = true, Renewed = true };
    }
}

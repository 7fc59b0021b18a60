namespace SecureSessions;

// Renewal: a timed change of the secret, in two steps, so that a response lost on its way locks nobody out.
internal sealed partial class SessionLifecycle
{
    /// <summary>Whether a token that a renewal brought is still the current one; in doubt it is not.</summary>
    public async ValueTask<bool> IsCurrentAsync(SessionToken token)
    {
        try
        {
            return (await store.FindAsync(token.Id, cipher.Hash(token.Secret), FindMode.Reread)).Status == FindStatus.Current;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    private bool IsRenewalDue(LoadedSession session) =>
        session.Standing == FindStatus.Current
        && !session.Record.RenewalUnderWay
        && session.Now - session.Record.SecretIssuedAt >= policy.RenewalInterval;

    private async ValueTask<LoadResult> RenewAsync(LoadedSession session)
    {
        SessionToken token = session.Token.WithNewSecret();
        var context = SealContext.Of(session.Record);
        SessionPayload payload = KeepFormKey(session, session.Payload);
        var replacement = new SessionReplacement
        {
            Id = token.Id,
            ExpectedVersion = session.Record.Version,
            Payload = cipher.SealPayload(token.Secret, context.Next(), payload),
            Secret = SecretChange.Renewal(
                cipher.Hash(token.Secret),
                cipher.SealSuccessor(session.Token.Secret, context, token.Secret),
                policy.RenewalGrace),
        };

        var unrenewed = new LoadResult(LoadStatus.Loaded) { Session = session };
        try
        {
            ReplaceStatus status = await store.ReplaceAsync(replacement);
            if (status != ReplaceStatus.Replaced)
                return await RereadAsync(session) is { Status: LoadStatus.Loaded or LoadStatus.Ended } reread ? reread : unrenewed;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. The old secret stays good whether the write arrived or not, so the request goes on without a cookie.
            return unrenewed;
        }

        LoadedSession renewed = session.Written(payload) with { Token = token, Standing = FindStatus.Pending };
        return new LoadResult(LoadStatus.Loaded) { Session = renewed, SendCookie = true, Renewed = true };
    }
}

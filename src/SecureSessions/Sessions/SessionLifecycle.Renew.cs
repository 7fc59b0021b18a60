namespace SecureSessions;

// Renewal: a timed change of the secret, in two steps, so that a response lost on its way locks nobody out.
internal sealed partial class SessionLifecycle
{
    /// <summary>Whether a token that a renewal brought is still the current one; in doubt it is not.</summary>
    public async ValueTask<bool> IsCurrentAsync(SessionToken token)
    {
        try
        {
            return await FindStandingAsync(token) == FindStatus.Current;
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway.
            return false;
        }
    }

    /// <summary>How a token stands. Nothing slides, nothing is judged.</summary>
    /// <exception cref="SecureSessionStoreException">The store failed.</exception>
    public async ValueTask<FindStatus> FindStandingAsync(SessionToken token) => (await vault.FindAsync(token, FindMode.Reread)).Status;

    private bool IsRenewalDue(LoadedSession session) =>
        !session.IsMarked && CanRenew(session) && session.Now - session.Record.SecretIssuedAt >= policy.RenewalInterval;

    private static bool CanRenew(LoadedSession session) => session.Standing == FindStatus.Current && !session.Record.RenewalUnderWay;

    private async ValueTask<LoadResult> RenewAsync(LoadedSession session)
    {
        try
        {
            UpdateResult result = await vault.UpdateAsync(
                session, current => ValueTask.FromResult(IsRenewalDue(current) ? Renewal(current, current.Payload) : null));
            return result.Status is UpdateStatus.Written or UpdateStatus.Unneeded or UpdateStatus.Ended ? ToLoadResult(result) : new LoadResult(LoadStatus.Loaded) { Session = session };
        }
        catch (SecureSessionStoreException)
        {
            // Reported by the gateway. The old secret stays good whether the write arrived or not, so the request goes on without a cookie.
            return new LoadResult(LoadStatus.Loaded) { Session = session };
        }
    }

    private static SessionUpdate Renewal(LoadedSession session, SessionPayload payload) =>
        SessionUpdate.Renewal(payload with { FormKey = FormKeyOf(session) }, session.Token.WithNewSecret());

    private static LoadResult ToLoadResult(in UpdateResult result) => result.Status switch
    {
        UpdateStatus.Written or UpdateStatus.Unneeded => new LoadResult(LoadStatus.Loaded)
        {
            Session = result.Session,
            SendCookie = result.Session.Standing == FindStatus.Pending,
            Renewed = result.IsRenewal,
        },
        UpdateStatus.Ended => new LoadResult(LoadStatus.Ended) { End = result.End, Now = result.Now },
        _ => new LoadResult(LoadStatus.Spent),
    };
}

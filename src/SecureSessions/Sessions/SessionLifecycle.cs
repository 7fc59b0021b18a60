namespace SecureSessions;

/// <summary>
/// The life of a session, without any HTTP: load, renew, begin, create, save, regenerate, end.
/// </summary>
internal sealed partial class SessionLifecycle(StoreGateway store, SessionVault vault, SessionPolicy policy)
{
    /// <summary>Verifies a token that arrived and opens its session; renews its secret if that is due, unless a refresh is to do so.</summary>
    public async ValueTask<LoadResult> LoadAsync(SessionToken token, bool passive)
    {
        FindResult found = await vault.FindAsync(token, passive ? FindMode.Passive : FindMode.Active);
        switch (found.Status)
        {
            case FindStatus.Current or FindStatus.Pending or FindStatus.Grace:
                LoadResult opened = vault.Open(token, found);
                return opened.Session is { } session && !passive && IsRenewalDue(session) ? await RenewAsync(session) : opened;
            case FindStatus.Spent:
                return new LoadResult(found.Now < found.SpentAt + policy.LagWindow ? LoadStatus.Spent : LoadStatus.Reused);
            case FindStatus.Ended:
                store.TellEnd(token.Id);
                return new LoadResult(LoadStatus.Ended) { End = found.End, Now = found.Now };
            case FindStatus.WrongSecret:
                return new LoadResult(LoadStatus.Forged);
            case FindStatus.Unknown:
                return new LoadResult(LoadStatus.Unknown);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

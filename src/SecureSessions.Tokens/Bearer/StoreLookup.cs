namespace SecureSessions.Tokens;

/// <summary>Asks the store, by one call.</summary>
/// <remarks>
/// The use of an access token tells the store that its client has had the answer with the refresh token beside it. So the call confirms a
/// rotation that is pending, as the use of that refresh token would. It is no activity: a client that only calls an API has to refresh.
/// </remarks>
internal sealed class StoreLookup(StoreGateway store, TokenRefusals refusals) : ISessionLookup
{
    public ValueTask<bool> IsGoodAsync(AccessTokenFacts facts, string token, CancellationToken cancellationToken) => IsGoodAsync(facts);

    public ValueTask<bool> IsGoodAsync(AccessTokenFacts facts) =>
        facts.Generation is { } generation ? IsGenerationGoodAsync(facts, generation) : IsCookieSessionGoodAsync(facts);

    // A token of the secret before is good as long as that secret is: it was issued just before the rotation.
    private async ValueTask<bool> IsGenerationGoodAsync(AccessTokenFacts facts, SecretHash generation)
    {
        FindResult found = await store.FindAsync(facts.SessionId, generation, FindMode.Passive);
        if (found.End is { } end)
        {
            store.ReportEnded(facts.SessionId);
            await refusals.ReportTimeoutAsync(context: null, facts.SessionId, end);
        }

        return found.Record is { } record && record.PrivilegeChanges == facts.PrivilegeChanges;
    }

    // The secret of a cookie is renewed without the holder of the token being told, so the token names none.
    private async ValueTask<bool> IsCookieSessionGoodAsync(AccessTokenFacts facts) =>
        await store.PeekAsync(facts.SessionId) is { End: null } session && session.PrivilegeChanges == facts.PrivilegeChanges;
}

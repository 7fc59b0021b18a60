namespace SecureSessions;

// Looking a session up by its secret. While one store key replaces another, the secret's hash may have been made with either.
internal sealed partial class SessionLifecycle
{
    private ValueTask<FindResult> FindAsync(SessionToken token, FindMode mode) =>
        cipher.KeyCount == 1 ? store.FindAsync(token.Id, cipher.Hash(token.Secret), mode) : FindUnderAnyKeyAsync(token, mode);

    /// <summary>Asks with the present key first: a secret that changes is stored with that, so that the others die out with the renewals.</summary>
    private async ValueTask<FindResult> FindUnderAnyKeyAsync(SessionToken token, FindMode mode)
    {
        FindResult found = await store.FindAsync(token.Id, cipher.Hash(token.Secret), mode);
        for (int key = 1; key < cipher.KeyCount && found.Status is FindStatus.WrongSecret or FindStatus.Unknown; key++)
            found = await store.FindAsync(token.Id, cipher.Hash(token.Secret, key), mode);

        return found;
    }
}

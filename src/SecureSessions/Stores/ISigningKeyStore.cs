namespace SecureSessions;

/// <summary>
/// Keeps the keys that sign access tokens, so that all nodes sign with the same one: a store's third port, for
/// <c>AddTokens()</c> of the package SecureSessions.Tokens. Optional: without it the app names keys of its own, or each process draws one.
/// </summary>
/// <remarks>
/// <para>
/// The nodes make a key and seal it. The store only sees to it that of several nodes that make one at once all get the same. What it keeps
/// has an end, and an exception means that the store failed, as in <see cref="ISecureSessionStore"/>.
/// </para>
/// <para>
/// Implementations must pass <c>SigningKeyStoreContract</c> of the package SecureSessions.Testing. A store of your own registers its port
/// as a singleton, after <c>AddStore()</c>.
/// </para>
/// </remarks>
public interface ISigningKeyStore
{
    /// <summary>
    /// Keeps a key, unless one of that name is kept already. Of many calls at once one wins, and all get what it brought.
    /// </summary>
    /// <param name="candidate">The key. Nothing is written if its time is over by <see cref="ISecureSessionStore.GetTimeAsync"/>.</param>
    /// <param name="cancellationToken">Gives the call up; it may still be carried out.</param>
    /// <returns>
    /// The key that is kept: the candidate, or the one that was there before. Only if <see cref="StoredSigningKey.Replaces"/> holds exactly
    /// the bytes that are kept, the candidate takes their place.
    /// </returns>
    ValueTask<StoredSigningKey> GetOrAddAsync(StoredSigningKey candidate, CancellationToken cancellationToken);
}

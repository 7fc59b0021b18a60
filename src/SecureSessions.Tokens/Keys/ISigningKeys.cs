using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>The keys that sign and verify access tokens.</summary>
internal interface ISigningKeys
{
    /// <summary>The key that signs now.</summary>
    /// <exception cref="SecureSessionStoreException">There is none to be had.</exception>
    ValueTask<SigningCredentials> GetSigningAsync();

    /// <summary>
    /// The public keys that verify, which are the ones to be published: also the key that signs next, and the ones before.
    /// </summary>
    /// <exception cref="SecureSessionStoreException">There are none to be had.</exception>
    ValueTask<IReadOnlyList<JsonWebKey>> GetVerifyingAsync();

    /// <summary>
    /// What keeps this node from signing, and how to mend it, for the health check; <see langword="null"/> if nothing does.
    /// </summary>
    ValueTask<string?> FindFaultAsync() => ValueTask.FromResult<string?>(null);
}

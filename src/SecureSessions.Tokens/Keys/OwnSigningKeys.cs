using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>The keys of the app: the newest that has begun signs.</summary>
internal sealed class OwnSigningKeys(IReadOnlyList<SessionSigningKey> keys, TimeProvider timeProvider) : ISigningKeys
{
    private readonly SessionSigningKey[] _newestFirst = [.. keys.OrderByDescending(static key => key.NotBefore ?? DateTimeOffset.MinValue)];
    private readonly JsonWebKey[] _published = [.. keys.Select(static key => key.PublicKey)];

    public ValueTask<SigningCredentials> GetSigningAsync()
    {
        DateTimeOffset now = timeProvider.GetUtcNow();

        // The options were checked at start-up: one key has begun.
        SessionSigningKey key = Array.Find(_newestFirst, key => key.NotBefore is null || key.NotBefore <= now) ?? _newestFirst[^1];
        return ValueTask.FromResult(key.Credentials);
    }

    public ValueTask<IReadOnlyList<JsonWebKey>> GetVerifyingAsync() => ValueTask.FromResult<IReadOnlyList<JsonWebKey>>(_published);
}

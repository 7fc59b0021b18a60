using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace SecureSessions.Tokens;

/// <summary>A key that is drawn when the process starts and dies with it, as sessions in memory do.</summary>
internal sealed class EphemeralSigningKeys : ISigningKeys
{
    private readonly SessionSigningKey _key = SessionSigningKey.Create();
    private readonly JsonWebKey[] _published;

    public EphemeralSigningKeys(ILogger<EphemeralSigningKeys> logger)
    {
        _published = [_key.PublicKey];
        Log.EphemeralKey(logger);
    }

    public ValueTask<SigningCredentials> GetSigningAsync() => ValueTask.FromResult(_key.Credentials);

    public ValueTask<IReadOnlyList<JsonWebKey>> GetVerifyingAsync() => ValueTask.FromResult<IReadOnlyList<JsonWebKey>>(_published);
}

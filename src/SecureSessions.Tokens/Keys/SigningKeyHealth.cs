namespace SecureSessions.Tokens;

/// <summary>Makes the signing keys a part of the app's health: a node that cannot sign should get no clients.</summary>
internal sealed class SigningKeyHealth(ISigningKeys keys) : IHealthProbe
{
    public ValueTask<string?> FindFaultAsync() => keys.FindFaultAsync();
}

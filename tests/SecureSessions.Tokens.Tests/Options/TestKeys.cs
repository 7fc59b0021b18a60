using System.Security.Cryptography;

namespace SecureSessions.Tokens.Tests.Options;

/// <summary>Keys of tests.</summary>
internal static class TestKeys
{
    public static SessionSigningKey New(DateTimeOffset? notBefore = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SessionSigningKey.FromPem(key.ExportPkcs8PrivateKeyPem(), notBefore);
    }

    public static void AddTwice(SessionTokenOptions options)
    {
        SessionSigningKey key = New();
        options.SigningKeys.Add(key);
        options.SigningKeys.Add(key);
    }

    public static void AddWithEpoch(SessionTokenOptions options)
    {
        options.SigningKeys.Add(New());
        options.SigningEpoch = "a";
    }
}

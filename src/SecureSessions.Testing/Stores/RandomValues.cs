using System.Security.Cryptography;

namespace SecureSessions.Testing;

/// <summary>Random values for tests of a store: no other test has them.</summary>
public static class RandomValues
{
    /// <summary>A session id.</summary>
    /// <returns>The id.</returns>
    public static SessionId Id() => SessionId.FromBytes(Bytes(SessionId.Size));

    /// <summary>The hash of a secret that nobody has.</summary>
    /// <returns>The hash.</returns>
    public static SecretHash Hash() => SecretHash.FromBytes(Bytes(SecretHash.Size));

    /// <summary>A payload as a store sees it: of the format that this version writes, and bytes.</summary>
    /// <param name="length">Its length in bytes, at least 1.</param>
    /// <returns>The payload.</returns>
    public static byte[] Payload(int length) => [SealedPayload.ReadableFormats[0], .. Bytes(length - 1)];

    /// <summary>Random bytes.</summary>
    /// <param name="length">How many.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);
}

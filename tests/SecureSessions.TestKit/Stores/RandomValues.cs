using System.Security.Cryptography;

namespace SecureSessions.TestKit;

/// <summary>Values that no other test has.</summary>
public static class RandomValues
{
    public static SessionId Id() => SessionId.FromBytes(Bytes(SessionId.Size));

    public static SecretHash Hash() => SecretHash.FromBytes(Bytes(SecretHash.Size));

    /// <summary>A payload as a store sees it: of the format that this version writes, and bytes.</summary>
    public static byte[] Payload(int length) => [SealedPayload.ReadableFormats[0], .. Bytes(length - 1)];

    public static byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);
}

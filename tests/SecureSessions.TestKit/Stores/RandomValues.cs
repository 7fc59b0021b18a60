using System.Security.Cryptography;

namespace SecureSessions.TestKit;

/// <summary>Values that no other test has.</summary>
public static class RandomValues
{
    public static SessionId Id() => SessionId.FromBytes(Bytes(SessionId.Size));

    public static SecretHash Hash() => SecretHash.FromBytes(Bytes(SecretHash.Size));

    public static byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);
}

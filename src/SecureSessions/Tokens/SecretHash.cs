using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>The SHA-256 hash of a session's secret: what a store keeps and compares.</summary>
/// <remarks>
/// From the hash of 256 random bits nobody finds the secret, so a copy of the store gives no usable cookie. It is compared in
/// fixed time (ASVS 11.2.4) and has no equality operator, so that no other comparison is written by accident.
/// </remarks>
public readonly struct SecretHash
{
    /// <summary>The number of bytes of a hash.</summary>
    /// <value>32.</value>
    public const int Size = Bytes32.Size;

    private readonly Bytes32 _bytes;

    private SecretHash(ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes);

    /// <summary>Reads a hash from its 32 bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> bytes.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> has another length.</exception>
    public static SecretHash FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A secret hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

        return new SecretHash(bytes);
    }

    /// <summary>Compares two hashes in a time that does not depend on where they differ.</summary>
    /// <param name="other">The other hash.</param>
    /// <returns>Whether they are the same.</returns>
    public bool FixedTimeEquals(in SecretHash other) => CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <summary>Writes the 32 bytes of the hash.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>Always the same text: hashes do not belong into logs.</summary>
    /// <returns>A fixed text.</returns>
    public override string ToString() => "[redacted]";
}

using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>32 bytes held inline: the storage of secrets and hashes, which costs no object of its own.</summary>
/// <remarks>No equality: secrets are never compared, and hashes in fixed time only, by <see cref="SecretHash.FixedTimeEquals"/>.</remarks>
[InlineArray(Size)]
internal struct Bytes32
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 32;

    private byte _first;

    public readonly void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)this).CopyTo(destination);
}

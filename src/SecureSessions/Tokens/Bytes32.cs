using System.Runtime.CompilerServices;

namespace SecureSessions;

/// <summary>32 bytes held inline: the storage of secrets and hashes.</summary>
[InlineArray(Size)]
internal struct Bytes32
{
    public const int Size = 32;

    private byte _first;
}

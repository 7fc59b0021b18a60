namespace SecureSessions.Tests.Sessions;

/// <summary>Every byte that was handed to a store.</summary>
internal sealed class RecordedBytes
{
    private readonly List<byte> _bytes = [];

    public byte[] All => [.. _bytes];

    public void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public void Add(SecretHash hash)
    {
        byte[] bytes = new byte[SecretHash.Size];
        hash.CopyTo(bytes);
        Add(bytes);
    }
}

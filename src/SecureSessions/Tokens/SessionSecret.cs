namespace SecureSessions;

/// <summary>
/// 256 random bits that prove a session. Lives in the browser's cookie and, during a request, in memory; never stored,
/// logged or listed.
/// </summary>
internal readonly struct SessionSecret
{
    public const int Size = Bytes32.Size;

    private readonly Bytes32 _bytes;

    private SessionSecret(ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes);

    public static SessionSecret FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new SessionSecret(bytes);
    }

    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>Never the secret: a log line or an interpolated string must not leak it.</summary>
    public override string ToString() => "[redacted]";
}

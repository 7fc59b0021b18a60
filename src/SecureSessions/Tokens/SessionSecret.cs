namespace SecureSessions;

/// <summary>
/// 256 random bits that prove a session. Lives in the browser's cookie, or in the refresh token of a client without cookies, and, during a
/// request, in memory; never stored, logged or listed.
/// </summary>
internal readonly struct SessionSecret
{
    public const int Size = Bytes32.Size;

    private readonly Bytes32 _bytes;

    private SessionSecret(ReadOnlySpan<byte> bytes, SecretKind kind)
    {
        bytes.CopyTo(_bytes);
        Kind = kind;
    }

    /// <summary>What the secret came in. The same bits of another kind are another secret.</summary>
    public SecretKind Kind { get; }

    public static SessionSecret FromBytes(ReadOnlySpan<byte> bytes, SecretKind kind = SecretKind.Cookie)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new SessionSecret(bytes, kind);
    }

    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    /// <summary>Never the secret: a log line or an interpolated string must not leak it.</summary>
    public override string ToString() => "[redacted]";
}

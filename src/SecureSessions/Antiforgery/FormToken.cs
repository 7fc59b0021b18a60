using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>
/// The token of a form, which proves that the app made the form for this session (CSRFCS, "Signed Double-Submit"; NIST SP 800-63B 5.1).
/// </summary>
/// <remarks>
/// <code>
/// kind    1 byte     1 = of a user's session, 2 = of a visitor: made while nobody was signed in
/// random  16 bytes   makes each token different, so that the size of a compressed page does not reveal one (BREACH)
/// mac     32 bytes   HMAC-SHA256(form key, kind | 16 int32 | session id | 16 int32 | random)
/// </code>
/// Written as 66 base64url characters. Integers are little-endian. A visitor without a session gets a token of the session that the answer
/// may begin.
/// </remarks>
internal sealed class FormToken
{
    private const byte OfUser = 1;
    private const byte OfVisitor = 2;
    private const int RandomSize = 16;
    private const int Size = 1 + RandomSize + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _bytes;

    private FormToken(byte[] bytes) => _bytes = bytes;

    /// <summary>Whether nobody was signed in when the token was made.</summary>
    public bool IsOfVisitor => _bytes[0] == OfVisitor;

    private ReadOnlySpan<byte> Mac => _bytes.AsSpan(1 + RandomSize);

    /// <summary>Makes a token for the session of this id and form key.</summary>
    public static FormToken Create(SessionId id, ReadOnlySpan<byte> key, bool isOfVisitor)
    {
        byte[] bytes = new byte[Size];
        bytes[0] = isOfVisitor ? OfVisitor : OfUser;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, RandomSize));
        WriteMac(bytes, id, key, bytes.AsSpan(1 + RandomSize));
        return new FormToken(bytes);
    }

    public static FormToken? TryParse(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Size];
        return Base64UrlText.TryDecodeExactly(text, bytes) && bytes[0] is OfUser or OfVisitor ? new FormToken(bytes) : null;
    }

    /// <summary>Whether the token was made for the session of this id and form key.</summary>
    public bool IsOf(SessionId id, ReadOnlySpan<byte> key)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        WriteMac(_bytes, id, key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Mac);
    }

    /// <summary>The only way from a token to text, so that every use of it can be found.</summary>
    public string ToFieldValue() => Base64Url.EncodeToString(_bytes);

    /// <summary>Never the token: a log line or an interpolated string must not leak it.</summary>
    public override string ToString() => "[redacted]";

    private static void WriteMac(ReadOnlySpan<byte> token, SessionId id, ReadOnlySpan<byte> key, Span<byte> destination)
    {
        Span<byte> message = stackalloc byte[1 + sizeof(int) + SessionId.Size + sizeof(int) + RandomSize];
        var writer = new ByteWriter(message);
        writer.WriteByte(token[0]);
        writer.WriteInt32(SessionId.Size);
        id.CopyTo(writer.Take(SessionId.Size));
        writer.WriteBytes(token.Slice(1, RandomSize));
        HMACSHA256.HashData(key, message, destination);
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>What a cookie carries: id and secret, 48 bytes, exactly 64 base64url characters. A refresh token carries as much.</summary>
/// <remarks>
/// <para>One draw of the CSPRNG; no signature and no key ring, so there is nothing to unprotect, share or lose (ASVS 7.2.3).</para>
/// <para>
/// A refresh token does not carry the id but 128 bits that the id is the hash of, its family. They stay when the secret changes, and nobody
/// else has them, since ids are public and hashes have no way back. So whoever presents the family holds a refresh token of the session or
/// has held one, also where the secret is so old that the store has forgotten its hash.
/// </para>
/// </remarks>
internal readonly struct SessionToken
{
    public const int Size = SessionId.Size + SessionSecret.Size;
    public const int TextLength = 64;

    /// <summary>The beginning of every refresh token, by which scanners find one that has leaked.</summary>
    public const string RefreshTokenPrefix = "srt_";

    private readonly (ulong High, ulong Low) _family;

    private SessionToken(SessionId id, SessionSecret secret, (ulong High, ulong Low) family = default)
    {
        Id = id;
        Secret = secret;
        _family = family;
    }

    public SessionId Id { get; }

    public SessionSecret Secret { get; }

    /// <summary>Draws a new token.</summary>
    public static SessionToken Create(SecretKind kind = SecretKind.Cookie)
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        SessionToken token = FromBytes(bytes, kind);
        CryptographicOperations.ZeroMemory(bytes);
        return token;
    }

    /// <summary>The same session under a new secret.</summary>
    public SessionToken WithNewSecret() => WithSecret(Create(Secret.Kind).Secret);

    public SessionToken WithSecret(SessionSecret secret) => new(Id, secret, _family);

    /// <summary>
    /// Reads the value of a cookie: exactly 64 base64url characters and nothing else (SMCS: treat the id "as any other user input").
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionToken token) => TryParse(text, SecretKind.Cookie, out token);

    /// <summary>Reads a refresh token: its prefix and exactly 64 base64url characters.</summary>
    public static bool TryParseRefreshToken(ReadOnlySpan<char> text, out SessionToken token)
    {
        token = default;
        return text.StartsWith(RefreshTokenPrefix, StringComparison.Ordinal)
            && TryParse(text[RefreshTokenPrefix.Length..], SecretKind.RefreshToken, out token);
    }

    /// <summary>The value of the cookie. One of two ways from a token to text, so that every use of it can be found.</summary>
    public string ToCookieValue()
    {
        EnsureKind(SecretKind.Cookie);
        Span<byte> bytes = stackalloc byte[Size];
        Id.CopyTo(bytes);
        return ToText(bytes);
    }

    /// <summary>The refresh token. The other way from a token to text.</summary>
    public string ToRefreshToken()
    {
        EnsureKind(SecretKind.RefreshToken);
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _family.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], _family.Low);
        return RefreshTokenPrefix + ToText(bytes);
    }

    /// <summary>The public half only: a log line or an interpolated string must not leak the secret.</summary>
    public override string ToString() => $"{Id} [redacted]";

    private static bool TryParse(ReadOnlySpan<char> text, SecretKind kind, out SessionToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!Base64UrlText.TryDecodeExactly(text, bytes))
            return false;

        token = FromBytes(bytes, kind);
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    private static SessionToken FromBytes(ReadOnlySpan<byte> bytes, SecretKind kind)
    {
        ReadOnlySpan<byte> name = bytes[..SessionId.Size];
        var secret = SessionSecret.FromBytes(bytes[SessionId.Size..], kind);
        return kind == SecretKind.Cookie
            ? new SessionToken(SessionId.FromBytes(name), secret)
            : new SessionToken(
                IdOfFamily(name),
                secret,
                (BinaryPrimitives.ReadUInt64BigEndian(name), BinaryPrimitives.ReadUInt64BigEndian(name[sizeof(ulong)..])));
    }

    private static SessionId IdOfFamily(ReadOnlySpan<byte> family)
    {
        ReadOnlySpan<byte> label = "SecureSessions family 1"u8;
        Span<byte> bytes = stackalloc byte[label.Length + SessionId.Size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        label.CopyTo(bytes);
        family.CopyTo(bytes[label.Length..]);
        SHA256.HashData(bytes, hash);
        CryptographicOperations.ZeroMemory(bytes);
        return SessionId.FromBytes(hash[..SessionId.Size]);
    }

    private string ToText(Span<byte> bytes)
    {
        Secret.CopyTo(bytes[SessionId.Size..]);
        string text = Base64Url.EncodeToString(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    private void EnsureKind(SecretKind kind)
    {
        if (Secret.Kind != kind)
            throw new InvalidOperationException($"This token is a {Secret.Kind} and no {kind}.");
    }
}

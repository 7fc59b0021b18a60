using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecureSessions;

/// <summary>What the cookie carries: id and secret, 48 bytes, exactly 64 base64url characters.</summary>
/// <remarks>One draw of the CSPRNG; no signature and no key ring, so there is nothing to unprotect, share or lose (ASVS 7.2.3).</remarks>
internal readonly struct SessionToken
{
    public const int Size = SessionId.Size + SessionSecret.Size;
    public const int TextLength = 64;

    private SessionToken(SessionId id, SessionSecret secret)
    {
        Id = id;
        Secret = secret;
    }

    public SessionId Id { get; }

    public SessionSecret Secret { get; }

    /// <summary>Draws a new token.</summary>
    public static SessionToken Create()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        SessionToken token = FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return token;
    }

    /// <summary>The same session under a new secret.</summary>
    public SessionToken WithNewSecret() => new(Id, Create().Secret);

    public SessionToken WithSecret(SessionSecret secret) => new(Id, secret);

    /// <summary>Accepts exactly 64 base64url characters and nothing else (SMCS: treat the id "as any other user input").</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!Base64UrlText.TryDecodeExactly(text, bytes))
            return false;

        token = FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    /// <summary>The value of the cookie. The only way from a token to text, so that every use of it can be found.</summary>
    public string ToCookieValue()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Id.CopyTo(bytes);
        Secret.CopyTo(bytes[SessionId.Size..]);
        string text = Base64Url.EncodeToString(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>The public half only: a log line or an interpolated string must not leak the secret.</summary>
    public override string ToString() => $"{Id} [redacted]";

    private static SessionToken FromBytes(ReadOnlySpan<byte> bytes) =>
        new(SessionId.FromBytes(bytes[..SessionId.Size]), SessionSecret.FromBytes(bytes[SessionId.Size..]));
}

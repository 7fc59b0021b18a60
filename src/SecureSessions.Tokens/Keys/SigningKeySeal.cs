using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecureSessions.Tokens;

/// <summary>Seals the keys that the nodes make, for the store.</summary>
/// <remarks>
/// <code>
/// sealed key       format 1 byte | kid 32 | nonce 12 | d, x, y, 32 each, as ciphertext | tag 16          AES-256-GCM (ASVS 11.3.2)
/// key              HKDF(SHA-256, store key, "SecureSessions signing 1" | 0 | epoch)
/// associated data  format | kid | generation 8
/// name             generation, or epoch:generation
/// </code>
/// The kid is the thumbprint of the public key by RFC 7638. A key can be opened by any of several store keys, while one replaces another;
/// the first of them seals. Nonces are random: a store key seals some keys a month.
/// </remarks>
internal sealed class SigningKeySeal
{
    private const byte Format = 1;
    private const int ThumbprintSize = SHA256.HashSizeInBytes;
    private const int NumberSize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int TextStart = 1 + ThumbprintSize + NonceSize;
    private const int TextSize = 3 * NumberSize;
    private const int Size = TextStart + TextSize + TagSize;
    private const int ContextSize = 1 + sizeof(long) + ThumbprintSize;

    private readonly byte[][] _keys;
    private readonly string _namePrefix;

    /// <param name="storeKeys">The store key, and the others that are accepted.</param>
    /// <param name="epoch">The word that the keys belong to; empty for none.</param>
    public SigningKeySeal(IEnumerable<byte[]> storeKeys, string epoch)
    {
        byte[] info = [.. "SecureSessions signing 1"u8, 0, .. Encoding.ASCII.GetBytes(epoch)];
        _keys = [.. storeKeys.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeySize, salt: null, info))];
        _namePrefix = epoch.Length == 0 ? "" : epoch + ":";
    }

    /// <summary>The name under which the store keeps the key of a generation.</summary>
    public string NameOf(long generation) => string.Create(CultureInfo.InvariantCulture, $"{_namePrefix}{generation}");

    public byte[] Seal(long generation, SessionSigningKey key)
    {
        byte[] bytes = new byte[Size];
        bytes[0] = Format;
        Base64Url.DecodeFromChars(key.KeyId, bytes.AsSpan(1, ThumbprintSize));
        Span<byte> nonce = bytes.AsSpan(1 + ThumbprintSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> text = bytes.AsSpan(TextStart, TextSize);
        ECParameters parameters = key.ExportParameters();
        parameters.D!.CopyTo(text);
        parameters.Q.X!.CopyTo(text[NumberSize..]);
        parameters.Q.Y!.CopyTo(text[(2 * NumberSize)..]);
        CryptographicOperations.ZeroMemory(parameters.D);

        Span<byte> context = stackalloc byte[ContextSize];
        WriteContext(generation, bytes, context);
        using var aes = new AesGcm(_keys[0], TagSize);
        aes.Encrypt(nonce, text, text, bytes.AsSpan(TextStart + TextSize), context);
        return bytes;
    }

    /// <summary>Opens a key.</summary>
    /// <param name="generation">The generation that it is of.</param>
    /// <param name="bytes">What the store keeps.</param>
    /// <param name="isPresent">Whether it was sealed under the store key, and not under another that is accepted.</param>
    /// <returns>The key; <see langword="null"/> if no accepted key has sealed it for this generation, or it was changed.</returns>
    public SessionSigningKey? Open(long generation, ReadOnlySpan<byte> bytes, out bool isPresent)
    {
        isPresent = false;
        if (bytes.Length != Size || bytes[0] != Format)
            return null;

        Span<byte> context = stackalloc byte[ContextSize];
        Span<byte> text = stackalloc byte[TextSize];
        WriteContext(generation, bytes, context);
        foreach (byte[] key in _keys)
        {
            if (!TryDecrypt(key, bytes, context, text))
                continue;

            isPresent = key == _keys[0];
            SessionSigningKey opened = ToKey(text);
            CryptographicOperations.ZeroMemory(text);
            return opened.KeyId == Base64Url.EncodeToString(bytes.Slice(1, ThumbprintSize)) ? opened : null;
        }

        return null;
    }

    private static bool TryDecrypt(byte[] key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> context, Span<byte> text)
    {
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(
                bytes.Slice(1 + ThumbprintSize, NonceSize),
                bytes.Slice(TextStart, TextSize),
                bytes[(TextStart + TextSize)..],
                text,
                context);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static SessionSigningKey ToKey(ReadOnlySpan<byte> text)
    {
        byte[] d = text[..NumberSize].ToArray();
        SessionSigningKey key = SessionSigningKey.FromParameters(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = d,
            Q = new ECPoint { X = text.Slice(NumberSize, NumberSize).ToArray(), Y = text[(2 * NumberSize)..].ToArray() },
        });
        CryptographicOperations.ZeroMemory(d);
        return key;
    }

    private static void WriteContext(long generation, ReadOnlySpan<byte> bytes, Span<byte> context)
    {
        bytes[..(1 + ThumbprintSize)].CopyTo(context);
        BinaryPrimitives.WriteInt64LittleEndian(context[(1 + ThumbprintSize)..], generation);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace SecureSessions;

/// <summary>
/// The cryptography of the library: the hash that is stored, the seals, and the key of form tokens, whose MAC FormToken makes with that
/// key.
/// </summary>
/// <remarks>
/// <code>
/// sealed bytes     format 1 byte | nonce 12 | ciphertext | tag 16          AES-256-GCM (ASVS 11.3.2)
/// kind             secret of a cookie, or HMAC-SHA256(label, secret) of a refresh token: one is never taken for the other
/// root             kind, or HMAC-SHA256(store key, kind)                    without the store key, neither hash nor seal can be made
/// hash             SHA-256(root)
/// key              HKDF-Expand(SHA-256, root, label)                        one label a kind; the root is uniformly random
/// form key         HKDF-Expand(SHA-256, secret, label)
/// associated data  format | kind | id | version | created | absolute deadline | idle timeout | user
/// </code>
/// Format 1, which earlier versions wrote, does not bind the idle timeout. Format 1 is opened and not made any more, and bytes of format 2
/// do not pass for format 1, since the format is bound. A root can be made by any of several store keys, while one replaces another: seals
/// and new hashes take the first, and all of them open. The form key is made of the secret alone, which no store has, so that forms survive
/// such a change.
/// Nonces are random: a secret lives for minutes and seals a few hundred payloads, far below the 2^32 of NIST SP 800-38D.
/// </remarks>
internal sealed class SessionCipher(byte[]? storeKey, IReadOnlyList<byte[]>? acceptedKeys = null)
{
    private const byte Format = SealedPayload.Format;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int Overhead = 1 + NonceSize + TagSize;
    private const int FixedContextSize = 2 + SessionId.Size + (4 * sizeof(long));
    private const int OldFixedContextSize = FixedContextSize - sizeof(long);

    private const byte PayloadKind = 1;
    private const byte SuccessorKind = 2;

    private readonly byte[]?[] _keys = [storeKey, .. acceptedKeys ?? []];

    /// <summary>How many store keys are accepted. The store may hold the hash of a secret under any of them.</summary>
    public int KeyCount => _keys.Length;

    /// <summary>The hash of a secret under the present store key.</summary>
    public SecretHash Hash(SessionSecret secret) => Hash(secret, key: 0);

    /// <summary>The hash of a secret under one of the accepted store keys; key 0 is the present one.</summary>
    public SecretHash Hash(SessionSecret secret, int key)
    {
        Span<byte> root = stackalloc byte[SessionSecret.Size];
        Span<byte> hash = stackalloc byte[SecretHash.Size];
        CopyRoot(secret, _keys[key], root);
        SHA256.HashData(root, hash);
        CryptographicOperations.ZeroMemory(root);
        return SecretHash.FromBytes(hash);
    }

    public byte[] SealPayload(SessionSecret secret, in Context context, SessionPayload payload)
    {
        int size = SessionPayloadCodec.SizeOf(payload);
        byte[] bytes = new byte[Overhead + size];
        SessionPayloadCodec.Encode(payload, bytes.AsSpan(1 + NonceSize, size));
        Seal(secret, context, PayloadKind, bytes);
        return bytes;
    }

    public bool TryOpenPayload(SessionSecret secret, in Context context, ReadOnlyMemory<byte> bytes, out SessionPayload payload)
    {
        payload = SessionPayload.Empty;
        if (bytes.Length < Overhead || !SealedPayload.IsReadable(bytes.Span))
            return false;

        byte[] plain = new byte[bytes.Length - Overhead];
        bool opened = TryOpen(secret, context, PayloadKind, bytes.Span, plain) && SessionPayloadCodec.TryDecode(plain, out payload);

        // The seal binds the user of the record, and the payload names the user too: both must agree.
        return opened && payload.UserId == context.UserId;
    }

    /// <summary>Seals a new secret under the secret that it replaces, for requests that still carry the previous one.</summary>
    public byte[] SealSuccessor(SessionSecret previous, in Context context, SessionSecret successor)
    {
        byte[] bytes = new byte[Overhead + SessionSecret.Size];
        successor.CopyTo(bytes.AsSpan(1 + NonceSize, SessionSecret.Size));
        Seal(previous, Unversioned(context), SuccessorKind, bytes);
        return bytes;
    }

    public bool TryOpenSuccessor(SessionSecret previous, in Context context, ReadOnlySpan<byte> bytes, out SessionSecret successor)
    {
        successor = default;
        Span<byte> plain = stackalloc byte[SessionSecret.Size];
        if (bytes.Length != Overhead + SessionSecret.Size
            || !SealedPayload.IsReadable(bytes)
            || !TryOpen(previous, Unversioned(context), SuccessorKind, bytes, plain))
        {
            return false;
        }

        successor = SessionSecret.FromBytes(plain, previous.Kind);
        CryptographicOperations.ZeroMemory(plain);
        return true;
    }

    /// <summary>Derives the key of form tokens from a secret.</summary>
    public static byte[] DeriveFormKey(SessionSecret secret)
    {
        byte[] key = new byte[KeySize];
        DeriveKey(secret, storeKey: null, "SecureSessions form 1"u8, key);
        return key;
    }

    // A successor stays in the record while versions of the payload come and go, so its seal binds no version. An older successor that is
    // put back opens to a secret that is no longer accepted.
    private static Context Unversioned(in Context context) => context with { Version = 0 };

    // The caller has written the plain text between nonce and tag; it is encrypted in place.
    private void Seal(SessionSecret secret, in Context context, byte kind, Span<byte> bytes)
    {
        bytes[0] = Format;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(UserSize(context), SecureSessionDefaults.MaxUserIdBytes);
        Span<byte> nonce = bytes.Slice(1, NonceSize);
        Span<byte> text = bytes[(1 + NonceSize)..^TagSize];
        RandomNumberGenerator.Fill(nonce);

        Span<byte> associated = stackalloc byte[FixedContextSize + UserSize(context)];
        WriteContext(context, Format, kind, associated);
        using AesGcm aes = CreateAes(secret, _keys[0], kind);
        aes.Encrypt(nonce, text, text, bytes[^TagSize..], associated);
    }

    private bool TryOpen(SessionSecret secret, in Context context, byte kind, ReadOnlySpan<byte> bytes, Span<byte> plain)
    {
        if (UserSize(context) > SecureSessionDefaults.MaxUserIdBytes)
            return false;

        Span<byte> associated = stackalloc byte[(bytes[0] == Format ? FixedContextSize : OldFixedContextSize) + UserSize(context)];
        WriteContext(context, bytes[0], kind, associated);
        foreach (byte[]? key in _keys)
        {
            if (TryOpen(secret, key, kind, associated, bytes, plain))
                return true;
        }

        return false;
    }

    private static bool TryOpen(
        SessionSecret secret, byte[]? storeKey, byte kind, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> bytes, Span<byte> plain)
    {
        using AesGcm aes = CreateAes(secret, storeKey, kind);
        try
        {
            aes.Decrypt(bytes.Slice(1, NonceSize), bytes[(1 + NonceSize)..^TagSize], bytes[^TagSize..], plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static AesGcm CreateAes(SessionSecret secret, byte[]? storeKey, byte kind)
    {
        Span<byte> key = stackalloc byte[KeySize];
        DeriveKey(secret, storeKey, kind == PayloadKind ? "SecureSessions payload 1"u8 : "SecureSessions successor 1"u8, key);
        var aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }

    private static void DeriveKey(SessionSecret secret, byte[]? storeKey, ReadOnlySpan<byte> label, Span<byte> key)
    {
        Span<byte> root = stackalloc byte[SessionSecret.Size];
        CopyRoot(secret, storeKey, root);
        HKDF.Expand(HashAlgorithmName.SHA256, root, key, label);
        CryptographicOperations.ZeroMemory(root);
    }

    private static void CopyRoot(SessionSecret secret, byte[]? storeKey, Span<byte> root)
    {
        secret.CopyTo(root);
        if (secret.Kind == SecretKind.RefreshToken)
            ReplaceByMac("SecureSessions token 1"u8, root);
        if (storeKey is not null)
            ReplaceByMac(storeKey, root);
    }

    private static void ReplaceByMac(ReadOnlySpan<byte> key, Span<byte> root)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, root, mac);
        mac.CopyTo(root);
        CryptographicOperations.ZeroMemory(mac);
    }

    /// <summary>The length of the user id in the associated data. A user id over the limit is neither sealed nor opened.</summary>
    private static int UserSize(in Context context) => context.UserId is { } user ? Encoding.UTF8.GetByteCount(user) : 0;

    private static void WriteContext(in Context context, byte format, byte kind, Span<byte> destination)
    {
        var writer = new ByteWriter(destination);
        writer.WriteByte(format);
        writer.WriteByte(kind);
        context.Id.CopyTo(writer.Take(SessionId.Size));
        writer.WriteInt64(context.Version);
        writer.WriteTime(context.CreatedAt);
        writer.WriteTime(context.AbsoluteExpiresAt);
        if (format == Format)
            writer.WriteInt64(context.IdleTimeout.Ticks / TimeSpan.TicksPerMillisecond);

        // The encoding is not strict: a forged record may name a user that is not valid Unicode. Such a record does not open.
        if (context.UserId is { } user)
            Encoding.UTF8.GetBytes(user, writer.Take(UserSize(context)));
    }

    /// <summary>
    /// The facts of a record that a seal binds. So an attacker who writes to the store cannot swap records, roll them back, give them
    /// another user, or prolong them.
    /// </summary>
    internal readonly record struct Context(
        SessionId Id, long Version, string? UserId, DateTimeOffset CreatedAt, DateTimeOffset AbsoluteExpiresAt, TimeSpan IdleTimeout)
    {
        public static Context Of(SessionRecord record) =>
            new(record.Id, record.Version, record.UserId, record.CreatedAt, record.AbsoluteExpiresAt, record.IdleTimeout);

        public Context Next() => this with { Version = Version + 1 };
    }
}

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
/// root             secret, or HMAC-SHA256(store key, secret)                whoever lacks the store key can make neither hash nor seal
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

    /// <summary>How many hashes of one secret may stand in a store, each made with another key.</summary>
    public int KeyCount => _keys.Length;

    /// <summary>The hash with which a secret is stored from now on.</summary>
    public SecretHash Hash(SessionSecret secret) => Hash(secret, key: 0);

    /// <summary>The hash with which it is stored if that was done under the key of this number, the present one being 0.</summary>
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

        // The user is bound by the seal and stands inside it as well: both must agree.
        return opened && payload.UserId == context.UserId;
    }

    /// <summary>Seals the next secret under the one that it replaces, for requests that still carry the latter.</summary>
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

        successor = SessionSecret.FromBytes(plain);
        CryptographicOperations.ZeroMemory(plain);
        return true;
    }

    /// <summary>The key that form tokens are made with while this secret is the session's.</summary>
    public static byte[] DeriveFormKey(SessionSecret secret)
    {
        byte[] key = new byte[KeySize];
        DeriveKey(secret, storeKey: null, "SecureSessions form 1"u8, key);
        return key;
    }

    // The successor outlives the versions of the payload. An older one put back opens to a secret that is good for nothing.
    private static Context Unversioned(in Context context) => context with { Version = 0 };

    // The plain text stands in its place already and is encrypted there.
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
        if (storeKey is null)
            return;

        Span<byte> keyed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(storeKey, root, keyed);
        keyed.CopyTo(root);
        CryptographicOperations.ZeroMemory(keyed);
    }

    /// <summary>The length of a user id as it is bound; what is longer than the limit is neither sealed nor opened.</summary>
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

        // Not strict: a forged record may name a user who is no valid Unicode, and is then one that does not open.
        if (context.UserId is { } user)
            Encoding.UTF8.GetBytes(user, writer.Take(UserSize(context)));
    }

    /// <summary>
    /// The facts of a record that a seal binds, so that records can neither be swapped nor rolled back nor relabelled nor prolonged.
    /// </summary>
    internal readonly record struct Context(
        SessionId Id, long Version, string? UserId, DateTimeOffset CreatedAt, DateTimeOffset AbsoluteExpiresAt, TimeSpan IdleTimeout)
    {
        public static Context Of(SessionRecord record) =>
            new(record.Id, record.Version, record.UserId, record.CreatedAt, record.AbsoluteExpiresAt, record.IdleTimeout);

        public Context Next() => this with { Version = Version + 1 };
    }
}

using System.Buffers.Binary;
using System.Text;

namespace SecureSessions;

/// <summary>The bytes of an entry in a cache.</summary>
/// <remarks>
/// <code>
/// format    1 byte    2
/// flags     1 byte    1 = signed in, 2 = its secret was renewed, 4 = the renewal is confirmed, 8 = ended,
///                     16 = nobody was told of the end; no other bit is known
/// version   int64     0 for what was ended before it was created
/// times     5 int64   creation, absolute deadline, idle timeout, last activity, issue of the secret
/// hash      32 bytes
/// user      text      if signed in
/// payload   bytes
/// label     bytes
/// mark      int64     how often it was marked
/// changes   int64     how often its privileges changed
/// renewal             if renewed: replaced hash 32 bytes, grace int64, confirmation int64 if confirmed, successor bytes
/// spent     1 byte    how many, 32 at most; each: hash 32 bytes, since when int64; the one that was spent first in front
/// end                 if ended: reason 1 byte, when int64, kept until int64
///
/// text and bytes are an int32 length and as many bytes; text is UTF-8. All integers are little-endian; times are milliseconds since
/// 1970, and like durations below 2^47.
/// </code>
/// The id is the key. Every length is checked against what is left before anything is allocated, left-over bytes are an error, and no
/// two rows of bytes mean the same entry.
/// </remarks>
internal static partial class SessionEntryCodec
{
    public const byte Format = 2;

    private const byte SignedIn = 1;
    private const byte Renewed = 2;
    private const byte Confirmed = 4;
    private const byte Ended = 8;
    private const byte Unreported = 16;
    private const byte AllFlags = SignedIn | Renewed | Confirmed | Ended | Unreported;
    private const int FixedSize = 2 + (6 * sizeof(long)) + SecretHash.Size;
    private const int SpentSize = SecretHash.Size + sizeof(long);
    private const int EndSize = 1 + (2 * sizeof(long));

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(SessionSnapshot entry)
    {
        byte[] bytes = new byte[SizeOf(entry)];
        bytes[0] = Format;
        bytes[1] = FlagsOf(entry);
        Span<byte> rest = bytes.AsSpan(2);
        foreach (long number in (ReadOnlySpan<long>)
            [entry.Version, entry.CreatedAt, entry.AbsoluteExpiresAt, entry.IdleTimeout, entry.LastSeenAt, entry.SecretIssuedAt])
        {
            Write(ref rest, number);
        }

        Write(ref rest, entry.Hash);
        if (entry.UserId is { } userId)
            Write(ref rest, StrictUtf8.GetBytes(userId));

        Write(ref rest, entry.Payload);
        Write(ref rest, entry.Label);
        Write(ref rest, (long)entry.RefreshMark);
        Write(ref rest, (long)entry.PrivilegeChanges);
        if (entry.Renewal is { } renewal)
            Write(ref rest, renewal);

        Write(ref rest, entry.SpentSecrets);
        if (entry.Tombstone is { } tombstone)
            Write(ref rest, tombstone);

        return bytes;
    }

    private static int SizeOf(SessionSnapshot entry)
    {
        int size = FixedSize + sizeof(int) + entry.Payload.Length + sizeof(int) + entry.Label.Length + (2 * sizeof(long)) + 1 + (entry.SpentSecrets.Count * SpentSize);
        if (entry.UserId is { } userId)
            size += sizeof(int) + StrictUtf8.GetByteCount(userId);
        if (entry.Renewal is { } renewal)
            size += SecretHash.Size + sizeof(long) + (renewal.IsPending ? 0 : sizeof(long)) + sizeof(int) + renewal.Successor.Length;
        return entry.Tombstone is null ? size : size + EndSize;
    }

    private static byte FlagsOf(SessionSnapshot entry) => (byte)(
        (entry.UserId is null ? 0 : SignedIn)
        | (entry.Renewal is null ? 0 : Renewed)
        | (entry.Renewal is { IsPending: false } ? Confirmed : 0)
        | (entry.Tombstone is null ? 0 : Ended)
        | (entry.Tombstone is { IsUnreported: true } ? Unreported : 0));

    private static void Write(ref Span<byte> rest, SessionRenewal renewal)
    {
        Write(ref rest, renewal.ReplacedHash);
        Write(ref rest, renewal.Grace);
        if (renewal.ConfirmedAt is { } confirmedAt)
            Write(ref rest, confirmedAt);

        Write(ref rest, renewal.Successor);
    }

    private static void Write(ref Span<byte> rest, IReadOnlyCollection<SpentSecret> secrets)
    {
        Write(ref rest, (byte)secrets.Count);
        foreach (SpentSecret secret in secrets)
        {
            Write(ref rest, secret.Hash);
            Write(ref rest, secret.At);
        }
    }

    private static void Write(ref Span<byte> rest, SessionTombstone tombstone)
    {
        Write(ref rest, (byte)tombstone.Reason);
        Write(ref rest, tombstone.At);
        Write(ref rest, tombstone.KeptUntil);
    }

    private static void Write(ref Span<byte> rest, byte number)
    {
        rest[0] = number;
        rest = rest[1..];
    }

    private static void Write(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, number);
        rest = rest[sizeof(long)..];
    }

    private static void Write(ref Span<byte> rest, in SecretHash hash)
    {
        hash.CopyTo(rest);
        rest = rest[SecretHash.Size..];
    }

    private static void Write(ref Span<byte> rest, byte[] bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, bytes.Length);
        bytes.CopyTo(rest[sizeof(int)..]);
        rest = rest[(sizeof(int) + bytes.Length)..];
    }
}

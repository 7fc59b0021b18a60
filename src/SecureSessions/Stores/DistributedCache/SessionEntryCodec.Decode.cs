using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecureSessions;

internal static partial class SessionEntryCodec
{
    /// <summary>In the year 6429: so far from the ends of every range that no sum of two times leaves it.</summary>
    private const long LatestTime = (1L << 47) - 1;

    /// <summary>Reads an entry; nothing of it shares memory with <paramref name="source"/>.</summary>
    public static EntryDecodeStatus TryDecode(ReadOnlySpan<byte> source, out SessionSnapshot? entry)
    {
        entry = null;
        if (source.IsEmpty)
            return EntryDecodeStatus.Damaged;
        if (source[0] != Format)
            return EntryDecodeStatus.UnknownFormat;

        return TryReadEntry(source[1..], out entry) ? EntryDecodeStatus.Decoded : EntryDecodeStatus.Damaged;
    }

    private static bool TryReadEntry(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out SessionSnapshot? entry)
    {
        entry = null;
        if (!TryReadByte(ref rest, out byte flags) || !AreConsistent(flags))
            return false;
        if (!TryReadNumber(ref rest, long.MaxValue, out long version) || (version == 0 && (flags & Ended) == 0))
            return false;
        if (!TryReadTime(ref rest, out long createdAt) || !TryReadTime(ref rest, out long absoluteExpiresAt)
            || !TryReadTime(ref rest, out long idleTimeout) || !TryReadTime(ref rest, out long lastSeenAt)
            || !TryReadTime(ref rest, out long secretIssuedAt) || !TryReadHash(ref rest, out SecretHash hash))
        {
            return false;
        }

        string? userId = null;
        if ((flags & SignedIn) != 0 && !TryReadText(ref rest, out userId))
            return false;
        if (!TryReadBytes(ref rest, out byte[]? payload)
            || !TryReadBytes(ref rest, out byte[]? label)
            || !TryReadNumber(ref rest, int.MaxValue, out long refreshMark)
            || !TryReadNumber(ref rest, int.MaxValue, out long privilegeChanges)
            || !TryReadRenewal(ref rest, flags, out SessionRenewal? renewal)
            || !TryReadSpent(ref rest, out SpentSecret[]? spent)
            || !TryReadEnd(ref rest, flags, out SessionTombstone? tombstone)
            || !rest.IsEmpty)
        {
            return false;
        }

        entry = new SessionSnapshot
        {
            UserId = userId,
            Version = version,
            Hash = hash,
            CreatedAt = createdAt,
            AbsoluteExpiresAt = absoluteExpiresAt,
            IdleTimeout = idleTimeout,
            LastSeenAt = lastSeenAt,
            SecretIssuedAt = secretIssuedAt,
            Payload = payload,
            Label = label,
            RefreshMark = (int)refreshMark,
            PrivilegeChanges = (int)privilegeChanges,
            Renewal = renewal,
            SpentSecrets = spent,
            Tombstone = tombstone,
        };
        return true;
    }

    // What is not renewed is not confirmed, and of what has not ended nobody can be told.
    private static bool AreConsistent(byte flags) =>
        (flags & ~AllFlags) == 0 && (flags & (Renewed | Confirmed)) != Confirmed && (flags & (Ended | Unreported)) != Unreported;

    private static bool TryReadRenewal(ref ReadOnlySpan<byte> rest, byte flags, out SessionRenewal? renewal)
    {
        renewal = null;
        if ((flags & Renewed) == 0)
            return true;
        if (!TryReadHash(ref rest, out SecretHash replaced) || !TryReadTime(ref rest, out long grace))
            return false;

        long confirmedAt = 0;
        bool isConfirmed = (flags & Confirmed) != 0;
        if ((isConfirmed && !TryReadTime(ref rest, out confirmedAt)) || !TryReadBytes(ref rest, out byte[]? successor))
            return false;

        renewal = new SessionRenewal(replaced, successor, grace, isConfirmed ? confirmedAt : null);
        return true;
    }

    private static bool TryReadSpent(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out SpentSecret[]? spent)
    {
        spent = null;
        if (!TryReadByte(ref rest, out byte count) || count > SecureSessionDefaults.RememberedSecrets || count * SpentSize > rest.Length)
            return false;

        spent = new SpentSecret[count];
        foreach (ref SpentSecret secret in spent.AsSpan())
        {
            if (!TryReadHash(ref rest, out SecretHash hash) || !TryReadTime(ref rest, out long at))
                return false;

            secret = new SpentSecret(hash, at);
        }

        return true;
    }

    private static bool TryReadEnd(ref ReadOnlySpan<byte> rest, byte flags, out SessionTombstone? tombstone)
    {
        tombstone = null;
        if ((flags & Ended) == 0)
            return true;
        if (!TryReadByte(ref rest, out byte reason) || !Enum.IsDefined((SessionEndReason)reason)
            || !TryReadTime(ref rest, out long at) || !TryReadTime(ref rest, out long keptUntil))
        {
            return false;
        }

        tombstone = new SessionTombstone((SessionEndReason)reason, at, keptUntil, isUnreported: (flags & Unreported) != 0);
        return true;
    }

    private static bool TryReadByte(ref ReadOnlySpan<byte> rest, out byte number)
    {
        number = 0;
        if (rest.IsEmpty)
            return false;

        number = rest[0];
        rest = rest[1..];
        return true;
    }

    private static bool TryReadTime(ref ReadOnlySpan<byte> rest, out long time) => TryReadNumber(ref rest, LatestTime, out time);

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, long most, out long number)
    {
        if (!BinaryPrimitives.TryReadInt64LittleEndian(rest, out number) || number < 0 || number > most)
            return false;

        rest = rest[sizeof(long)..];
        return true;
    }

    private static bool TryReadHash(ref ReadOnlySpan<byte> rest, out SecretHash hash)
    {
        hash = default;
        if (rest.Length < SecretHash.Size)
            return false;

        hash = SecretHash.FromBytes(rest[..SecretHash.Size]);
        rest = rest[SecretHash.Size..];
        return true;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string? text)
    {
        text = null;
        if (!TryReadSpan(ref rest, out ReadOnlySpan<byte> bytes))
            return false;

        try
        {
            text = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool TryReadBytes(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = TryReadSpan(ref rest, out ReadOnlySpan<byte> span) ? span.ToArray() : null;
        return bytes is not null;
    }

    private static bool TryReadSpan(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!BinaryPrimitives.TryReadInt32LittleEndian(rest, out int length) || length < 0 || length > rest.Length - sizeof(int))
            return false;

        bytes = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return true;
    }
}

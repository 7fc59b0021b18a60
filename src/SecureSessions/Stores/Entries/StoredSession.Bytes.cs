using System.Diagnostics.CodeAnalysis;

namespace SecureSessions;

// The bytes of a session, for a store that keeps bytes. The id is their key.
//
//   format    1 byte    2
//   flags     1 byte    1 = signed in, 2 = its secret was renewed, 4 = the renewal is confirmed, 8 = ended,
//                       16 = nobody was told of the end, 32 = a mark demands a new authentication; no other bit is known
//   version   int64     below 2^31; 0 for an id that was ended before its session was created
//   times     5 int64   creation, absolute deadline, idle timeout, last activity, issue of the secret
//   hash      32 bytes
//   user      text      if signed in
//   payload   bytes     empty in a store that keeps it beside these
//   label     bytes
//   mark      int64     how often it was marked
//   changes   int64     how often its privileges changed
//   renewal             if renewed: replaced hash 32 bytes, grace int64, confirmation int64 if confirmed, successor bytes
//   spent     1 byte    how many, 32 at most; each: hash 32 bytes, since when int64; the one that was spent first in front
//   end                 if ended: reason 1 byte, when int64, kept until int64
//
// text and bytes are an int32 length and as many bytes; text is UTF-8. All integers are little-endian; times are milliseconds since 1970,
// and like durations below 2^47. No two rows of bytes mean the same session.
internal partial struct StoredSession
{
    public const byte Format = 2;

    private const byte SignedIn = 1;
    private const byte Renewed = 2;
    private const byte Confirmed = 4;
    private const byte Ended = 8;
    private const byte Unreported = 16;
    private const byte Reauthenticate = 32;
    private const byte AllFlags = SignedIn | Renewed | Confirmed | Ended | Unreported | Reauthenticate;
    private const int FixedSize = 2 + (6 * sizeof(long)) + SecretHash.Size + (2 * sizeof(int)) + (2 * sizeof(long)) + 1;
    private const int EndSize = 1 + (2 * sizeof(long));

    /// <summary>In the year 6429: so far from the ends of every range that no sum of two times leaves it.</summary>
    private const long LatestTime = (1L << 47) - 1;

    private readonly byte Flags => (byte)(
        (UserId is null ? 0 : SignedIn)
        | (_secrets.LastRenewal is null ? 0 : Renewed)
        | (_secrets.LastRenewal is { IsPending: false } ? Confirmed : 0)
        | (_tombstone is null ? 0 : Ended)
        | (_tombstone is { IsUnreported: true } ? Unreported : 0)
        | (_marks.Reauthenticate ? Reauthenticate : 0));

    private readonly int Size
    {
        get
        {
            int size = FixedSize + Payload.Length + Label.Length + (_secrets.Spent.Count * SessionSecrets.SpentSize);
            if (UserId is not null)
                size += sizeof(int) + ByteWriter.SizeOf(UserId);
            if (_secrets.LastRenewal is { } renewal)
                size += SecretHash.Size + sizeof(long) + (renewal.IsPending ? 0 : sizeof(long)) + sizeof(int) + renewal.Successor.Length;
            return _tombstone is null ? size : size + EndSize;
        }
    }

    public readonly byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        var writer = new ByteWriter(bytes);
        writer.WriteByte(Format);
        writer.WriteByte(Flags);
        writer.WriteInt64(Version);
        writer.WriteInt64(CreatedAt);
        writer.WriteInt64(AbsoluteExpiresAt);
        writer.WriteInt64(IdleTimeout);
        writer.WriteInt64(LastSeenAt);
        writer.WriteInt64(SecretIssuedAt);
        Write(ref writer, _secrets.Current);
        if (UserId is not null)
            writer.WriteText(UserId);

        writer.WriteBytes(Payload.Span);
        writer.WriteBytes(Label.Span);
        writer.WriteInt64(_marks.Count);
        writer.WriteInt64(_privilegeChanges);
        if (_secrets.LastRenewal is { } renewal)
            Write(ref writer, renewal);

        writer.WriteByte((byte)_secrets.Spent.Count);
        foreach ((SecretHash hash, long spentAt) in _secrets.Spent)
        {
            Write(ref writer, hash);
            writer.WriteInt64(spentAt);
        }

        if (_tombstone is { } tombstone)
        {
            writer.WriteByte((byte)tombstone.Reason);
            writer.WriteInt64(tombstone.At);
            writer.WriteInt64(tombstone.KeptUntil);
        }

        return bytes;
    }

    /// <summary>As <see cref="ToBytes"/>, for a store that keeps the payload beside them.</summary>
    public readonly byte[] ToBytesWithoutPayload()
    {
        StoredSession copy = this;
        copy.PutPayload(default);
        return copy.ToBytes();
    }

    /// <summary>Puts in place the payload that was kept beside the bytes.</summary>
    public void PutPayload(ReadOnlySpan<byte> payload) => Keep(Label.Span, payload);

    /// <summary>Whether bytes that do not decode are of a format that is not known here: a newer node may have written them.</summary>
    public static bool IsOfUnknownFormat(ReadOnlySpan<byte> source) => source is [not Format, ..];

    /// <summary>Reads a session; nothing of it shares memory with <paramref name="source"/>.</summary>
    public static bool TryDecode(SessionId id, ReadOnlySpan<byte> source, out StoredSession session)
    {
        session = new StoredSession(id);
        var reader = new ByteReader(source);
        if (reader.TryReadByte(out byte format) && format == Format && session.TryRead(ref reader) && reader.IsAtEnd)
            return true;

        session = default;
        return false;
    }

    private static void Write(ref ByteWriter writer, in SecretHash hash) => hash.CopyTo(writer.Take(SecretHash.Size));

    private static void Write(ref ByteWriter writer, SessionSecrets.Renewal renewal)
    {
        Write(ref writer, renewal.ReplacedHash);
        writer.WriteInt64(renewal.Grace);
        if (renewal.ConfirmedAt is { } confirmedAt)
            writer.WriteInt64(confirmedAt);

        writer.WriteBytes(renewal.Successor);
    }

    private bool TryRead(ref ByteReader reader)
    {
        if (!reader.TryReadByte(out byte flags) || !AreConsistent(flags)
            || !reader.TryReadInt64(int.MaxValue, out long version) || (version == 0 && (flags & Ended) == 0)
            || !TryReadTime(ref reader, out long createdAt)
            || !TryReadTime(ref reader, out long absoluteExpiresAt)
            || !TryReadTime(ref reader, out long idleTimeout)
            || !TryReadTime(ref reader, out long lastSeenAt)
            || !TryReadTime(ref reader, out long secretIssuedAt)
            || !TryReadHash(ref reader, out SecretHash hash))
        {
            return false;
        }

        string? userId = null;
        if (((flags & SignedIn) != 0 && !reader.TryReadText(out userId))
            || !reader.TryReadBytes(out ReadOnlySpan<byte> payload)
            || !reader.TryReadBytes(out ReadOnlySpan<byte> label)
            || !reader.TryReadInt64(int.MaxValue, out long marks) || (marks == 0 && (flags & Reauthenticate) != 0)
            || !reader.TryReadInt64(int.MaxValue, out long privilegeChanges)
            || !TryReadRenewal(ref reader, flags, out SessionSecrets.Renewal? renewal)
            || !TryReadSpent(ref reader, out (SecretHash, long)[]? spent)
            || !TryReadTombstone(ref reader, flags, out Tombstone? tombstone))
        {
            return false;
        }

        (UserId, Version) = (userId, (int)version);
        (CreatedAt, AbsoluteExpiresAt, IdleTimeout, LastSeenAt) = (createdAt, absoluteExpiresAt, idleTimeout, lastSeenAt);
        _marks = new RefreshMarks((int)marks, reauthenticate: (flags & Reauthenticate) != 0);
        _privilegeChanges = (int)privilegeChanges;
        _secrets = new SessionSecrets(hash, secretIssuedAt == FirstSecretIssuedAt ? null : secretIssuedAt, renewal, spent);
        _tombstone = tombstone;
        Keep(label, payload);
        return true;
    }

    // A secret that was not renewed has no renewal to be confirmed, and a session that lives no end to be told of.
    private static bool AreConsistent(byte flags) =>
        (flags & ~AllFlags) == 0 && (flags & (Renewed | Confirmed)) != Confirmed && (flags & (Ended | Unreported)) != Unreported;

    private static bool TryReadRenewal(ref ByteReader reader, byte flags, out SessionSecrets.Renewal? renewal)
    {
        renewal = null;
        if ((flags & Renewed) == 0)
            return true;

        long confirmedAt = 0;
        bool isConfirmed = (flags & Confirmed) != 0;
        if (!TryReadHash(ref reader, out SecretHash replaced)
            || !TryReadTime(ref reader, out long grace)
            || (isConfirmed && !TryReadTime(ref reader, out confirmedAt))
            || !reader.TryReadBytes(out ReadOnlySpan<byte> successor))
        {
            return false;
        }

        renewal = new SessionSecrets.Renewal(replaced, successor.ToArray(), grace) { ConfirmedAt = isConfirmed ? confirmedAt : null };
        return true;
    }

    private static bool TryReadSpent(ref ByteReader reader, [NotNullWhen(true)] out (SecretHash Hash, long SpentAt)[]? spent)
    {
        spent = null;
        if (!reader.TryReadByte(out byte count)
            || count > SecureSessionDefaults.RememberedSecrets
            || count * SessionSecrets.SpentSize > reader.Remaining)
        {
            return false;
        }

        spent = new (SecretHash, long)[count];
        for (int i = 0; i < count; i++)
        {
            if (!TryReadHash(ref reader, out spent[i].Hash) || !TryReadTime(ref reader, out spent[i].SpentAt))
                return false;
        }

        return true;
    }

    private static bool TryReadTombstone(ref ByteReader reader, byte flags, out Tombstone? tombstone)
    {
        tombstone = null;
        if ((flags & Ended) == 0)
            return true;
        if (!reader.TryReadByte(out byte reason) || !Enum.IsDefined((SessionEndReason)reason)
            || !TryReadTime(ref reader, out long at)
            || !TryReadTime(ref reader, out long keptUntil))
        {
            return false;
        }

        tombstone = new Tombstone((SessionEndReason)reason, at, keptUntil, IsUnreported: (flags & Unreported) != 0);
        return true;
    }

    private static bool TryReadTime(ref ByteReader reader, out long time) => reader.TryReadInt64(LatestTime, out time);

    private static bool TryReadHash(ref ByteReader reader, out SecretHash hash)
    {
        bool isThere = reader.TryReadBytes(SecretHash.Size, out ReadOnlySpan<byte> bytes);
        hash = isThere ? SecretHash.FromBytes(bytes) : default;
        return isThere;
    }
}

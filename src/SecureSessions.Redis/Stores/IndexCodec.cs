using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecureSessions.Redis;

/// <summary>Members of the sorted sets. The same session always gives the same bytes, so that adding it twice keeps it once.</summary>
/// <remarks>
/// <code>
/// reservation    format 1 byte | id 16 | created 8 | first idle deadline 8 | absolute deadline 8 | user, UTF-8
/// ended session  format 1 byte | id 16 | created 8 | last activity 8 | ended 8 | reason 1
/// </code>
/// Times are Unix milliseconds, little-endian.
/// </remarks>
internal static class IndexCodec
{
    private const byte Format = 1;
    private const int TimesAt = 1 + SessionId.Size;
    private const int TimesEnd = TimesAt + (3 * sizeof(long));

    public static byte[] Encode(SessionReservation session)
    {
        byte[] bytes = new byte[TimesEnd + Encoding.UTF8.GetByteCount(session.UserId)];
        WriteHead(bytes, session.Id, session.CreatedAt, session.IdleExpiresAt, session.AbsoluteExpiresAt);
        Encoding.UTF8.GetBytes(session.UserId, bytes.AsSpan(TimesEnd));
        return bytes;
    }

    public static byte[] Encode(EndedSession session)
    {
        byte[] bytes = new byte[TimesEnd + 1];
        WriteHead(bytes, session.Id, session.CreatedAt, session.LastSeenAt, session.EndedAt);
        bytes[TimesEnd] = (byte)session.Reason;
        return bytes;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out SessionReservation? session)
    {
        session = bytes.Length > TimesEnd && bytes[0] == Format && AreTimes(bytes)
            ? new SessionReservation(IdOf(bytes), Encoding.UTF8.GetString(bytes.AsSpan(TimesEnd)), Time(bytes, 0), Time(bytes, 1), Time(bytes, 2))
            : null;
        return session is not null;
    }

    public static bool TryDecode(byte[] bytes, [NotNullWhen(true)] out EndedSession? session)
    {
        session = bytes.Length == TimesEnd + 1 && bytes[0] == Format && AreTimes(bytes)
            ? new EndedSession(IdOf(bytes), Time(bytes, 0), Time(bytes, 1), Time(bytes, 2), (SessionEndReason)bytes[TimesEnd])
            : null;
        return session is not null;
    }

    private static void WriteHead(byte[] bytes, SessionId id, params ReadOnlySpan<DateTimeOffset> times)
    {
        bytes[0] = Format;
        id.CopyTo(bytes.AsSpan(1));
        for (int i = 0; i < times.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(TimesAt + (i * sizeof(long))), times[i].ToUnixTimeMilliseconds());
    }

    private static SessionId IdOf(byte[] bytes) => SessionId.FromBytes(bytes.AsSpan(1, SessionId.Size));

    private static bool AreTimes(byte[] bytes) =>
        RedisClock.IsTime(Milliseconds(bytes, 0)) && RedisClock.IsTime(Milliseconds(bytes, 1)) && RedisClock.IsTime(Milliseconds(bytes, 2));

    private static DateTimeOffset Time(byte[] bytes, int index) => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(bytes, index));

    private static long Milliseconds(byte[] bytes, int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(TimesAt + (index * sizeof(long))));
}

using System.Buffers.Binary;
using System.Text;

namespace SecureSessions.Redis;

/// <summary>A session as the scripts return it, without its spent secrets. <c>Scripts/Record.lua</c> has the layout.</summary>
/// <remarks>Payload, label and successor are slices of the bytes that came from Redis.</remarks>
internal readonly struct PackedSession
{
    private const byte Format = 1;
    private const long ReauthenticateBit = 1L << 31;
    private const int ReasonAt = 1;
    private const int TimesAt = 3;
    private const int CountsAt = TimesAt + (8 * sizeof(double));
    private const int SizesAt = CountsAt + (3 * sizeof(uint)) + SecretHash.Size;
    private const int HeadSize = SizesAt + (4 * sizeof(uint));

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _labelAt;
    private readonly int _payloadAt;
    private readonly int _renewalAt;

    /// <exception cref="SecureSessionStoreException">The bytes are no session of this layout.</exception>
    public PackedSession(byte[] bytes)
    {
        if (bytes.Length < HeadSize || bytes[0] != Format)
            throw RedisReply.Unexpected();

        _bytes = bytes;
        _labelAt = After(HeadSize, size: 0);
        _payloadAt = After(_labelAt, size: 1);
        _renewalAt = After(_payloadAt, size: 2);
        if (After(_renewalAt, size: 3) != bytes.Length || bytes.Length - _renewalAt is > 0 and < SecretHash.Size)
            throw RedisReply.Unexpected();
    }

    public SessionEndReason? EndReason => Head[ReasonAt] is var reason and not 0 ? (SessionEndReason)reason : null;

    public DateTimeOffset CreatedAt => Time(0);

    public DateTimeOffset AbsoluteExpiresAt => Time(1);

    public TimeSpan IdleTimeout => TimeSpan.FromMilliseconds(Milliseconds(2));

    public DateTimeOffset LastSeenAt => Time(3);

    public DateTimeOffset ExpiresAt => RedisClock.FromMilliseconds(Math.Min(Milliseconds(3) + Milliseconds(2), Milliseconds(1)));

    public DateTimeOffset SecretIssuedAt => Time(4);

    public DateTimeOffset EndedAt => Time(5);

    public long Version => Number(CountsAt, 0);

    public long RefreshMark => Number(CountsAt, 1) & ~ReauthenticateBit;

    public bool Reauthenticate => (Number(CountsAt, 1) & ReauthenticateBit) != 0;

    public long PrivilegeChanges => Number(CountsAt, 2);

    public string? UserId => _labelAt == HeadSize ? null : Encoding.UTF8.GetString(_bytes.Span[HeadSize.._labelAt]);

    public ReadOnlyMemory<byte> Label => Part(_labelAt, _payloadAt);

    public ReadOnlyMemory<byte> Payload => Part(_payloadAt, _renewalAt);

    public ReadOnlyMemory<byte> Successor => Part(Math.Min(_renewalAt + SecretHash.Size, _bytes.Length), _bytes.Length);

    private ReadOnlySpan<byte> Head => _bytes.Span[..HeadSize];

    // A missing part is the empty memory. A slice of no bytes would be unequal to it, and records that hold the two would differ.
    private ReadOnlyMemory<byte> Part(int from, int to) => from == to ? default : _bytes[from..to];

    private DateTimeOffset Time(int index) => RedisClock.FromMilliseconds(Milliseconds(index));

    // Lua has no numbers but doubles, in which whole milliseconds are exact.
    private long Milliseconds(int index) => (long)BinaryPrimitives.ReadDoubleLittleEndian(Head[(TimesAt + (index * sizeof(double)))..]);

    private long Number(int at, int index) => BinaryPrimitives.ReadUInt32LittleEndian(Head[(at + (index * sizeof(uint)))..]);

    /// <summary>Where a part ends that begins here, and has the size of this number.</summary>
    private int After(int from, int size)
    {
        long end = from + Number(SizesAt, size);
        return end <= _bytes.Length ? (int)end : throw RedisReply.Unexpected();
    }
}

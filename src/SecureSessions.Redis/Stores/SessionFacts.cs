using System.Buffers.Binary;

namespace SecureSessions.Redis;

/// <summary>
/// The field <c>m</c> of a session: eleven numbers, then the hash of its secret. <c>Scripts/Session.lua</c> has the layout.
/// </summary>
internal readonly ref struct SessionFacts
{
    private const int NumberCount = 11;
    private const int Size = (NumberCount * sizeof(double)) + SecretHash.Size;

    private readonly ReadOnlySpan<byte> _bytes;

    public SessionFacts(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw RedisReply.Unexpected();
        _bytes = bytes;
    }

    public DateTimeOffset CreatedAt => Time(0);

    public DateTimeOffset AbsoluteExpiresAt => Time(1);

    public TimeSpan IdleTimeout => TimeSpan.FromMilliseconds(Number(2));

    public DateTimeOffset LastSeenAt => Time(3);

    public DateTimeOffset ExpiresAt => RedisClock.FromMilliseconds(Math.Min(Number(3) + Number(2), Number(1)));

    public long Version => Number(4);

    public DateTimeOffset SecretIssuedAt => Time(5);

    public SessionEndReason? EndReason => Number(6) is var reason and not 0 ? (SessionEndReason)reason : null;

    public DateTimeOffset EndedAt => Time(7);

    public long RefreshMark => Number(9);

    public long PrivilegeChanges => Number(10);

    // Lua has no numbers but doubles, in which whole milliseconds are exact.
    private long Number(int index) => (long)BinaryPrimitives.ReadDoubleLittleEndian(_bytes[(index * sizeof(double))..]);

    private DateTimeOffset Time(int index) => RedisClock.FromMilliseconds(Number(index));
}

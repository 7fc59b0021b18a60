using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The answer of a script, read element by element. An answer of another form than expected is a failure of the store.</summary>
internal readonly struct RedisReply
{
    private readonly RedisResult[] _elements;
    private readonly int _offset;

    private RedisReply(RedisResult[] elements, int offset)
    {
        _elements = elements;
        _offset = offset;
    }

    public int Count => _elements.Length - _offset;

    /// <summary>Whether the reply of a script belongs to this call. The second of its two elements is the answer.</summary>
    public static bool IsTo(RedisValue call, RedisResult reply) =>
        reply is { Resp2Type: ResultType.Array, Length: 2 }
            && reply[0] is { Resp2Type: ResultType.BulkString } named
            && (RedisValue)named == call;

    public static RedisReply Of(RedisResult result) => new(Read(result, static result => (RedisResult[])result!), 0);

    public static long NumberOf(RedisResult result) => Read(result, static result => (long)result);

    public static string? TextOf(RedisResult result) =>
        Read(result, static result => (string)result!) is { Length: > 0 } text ? text : null;

    public static byte[] BytesOf(RedisResult result) => Read(result, static result => (byte[])result!);

    public static SecureSessionStoreException Unexpected(Exception? inner = null)
    {
        const string Message =
            "Redis holds or returned data that the session store has not written. Is KeyPrefix shared with another program?";
        return inner is null ? new SecureSessionStoreException(Message) : new SecureSessionStoreException(Message, inner);
    }

    /// <summary>The answer without its first elements.</summary>
    public RedisReply From(int offset) => new(_elements, _offset + offset);

    public RedisReply List(int index) => Of(At(index));

    public long Number(int index) => NumberOf(At(index));

    public byte[] Bytes(int index) => BytesOf(At(index));

    public string? Text(int index) => TextOf(At(index));

    public DateTimeOffset Time(int index) => RedisClock.FromMilliseconds(Number(index));

    private RedisResult At(int index) => index < Count ? _elements[_offset + index] : throw Unexpected();

    private static T Read<T>(RedisResult result, Func<RedisResult, T> read)
    {
        try
        {
            return read(result) ?? throw Unexpected();
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            throw Unexpected(exception);
        }
    }
}

using System.Globalization;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>The names of all keys. Every script uses one key only, so that a cluster may keep each key on any node.</summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>How many queues of deadlines there are: they spread the load over the masters of a cluster.</summary>
    public const int QueueCount = 16;

    private readonly RedisKey[] _queues =
        [.. Enumerable.Range(0, QueueCount).Select(i => (RedisKey)(prefix + "q:" + i.ToString(CultureInfo.InvariantCulture)))];

    public IReadOnlyList<RedisKey> Queues => _queues;

    /// <summary>The channel of announcements: ends of sessions, and changes of privileges.</summary>
    public string Channel { get; } = prefix + "ended";

    public RedisKey Session(SessionId id) => prefix + "s:" + id.ToString();

    public RedisKey User(string userId) => prefix + "u:" + userId;

    public RedisKey History(string userId) => prefix + "h:" + userId;

    public RedisKey Devices(string userId) => prefix + "d:" + userId;

    public RedisKey Queue(SessionId id)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.CopyTo(bytes);
        return _queues[bytes[0] % QueueCount];
    }
}

using System.Globalization;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// The names of all keys. Every script uses one key only, so that a cluster may keep each key on any node; those of the attempts to sign in
/// use three keys of one account, which have one slot.
/// </summary>
/// <remarks>
/// The 2 is the layout's. Version 0.2 kept sessions in another one, under names without a number. Neither version can tell what became of a
/// session of the other, so lists, histories and queues have new names as well: a node of the other version would take living sessions
/// off them. Devices do not name sessions, and both versions know them.
/// </remarks>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>How many queues of deadlines there are: they spread the load over the masters of a cluster.</summary>
    public const int QueueCount = 16;

    private readonly RedisKey[] _queues =
        [.. Enumerable.Range(0, QueueCount).Select(i => (RedisKey)(prefix + "q2:" + i.ToString(CultureInfo.InvariantCulture)))];

    public IReadOnlyList<RedisKey> Queues => _queues;

    /// <summary>The channel of announcements: ends of sessions, and changes of privileges.</summary>
    public string Channel { get; } = prefix + "ended";

    public RedisKey Session(SessionId id) => prefix + "s2:" + id.ToString();

    public RedisKey User(string userId) => prefix + "u2:" + userId;

    public RedisKey History(string userId) => prefix + "h2:" + userId;

    public RedisKey Devices(string userId) => prefix + "d:" + userId;

    public RedisKey SigningKey(string name) => prefix + "k:" + name;

    /// <summary>The keys of an attempt, in the order of Attempts.lua. What stands in braces decides the slot.</summary>
    public RedisKey[] Attempts(AttemptKeys keys)
    {
        string account = $"{prefix}a:{{{keys.Account}}}:";
        return [account + keys.Method, account + keys.Source, account + "n"];
    }

    public RedisKey Queue(SessionId id)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.CopyTo(bytes);
        return _queues[bytes[0] % QueueCount];
    }
}

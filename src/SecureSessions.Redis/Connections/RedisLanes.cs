using System.Net;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Which lane a key lies in: one a master of a cluster, so that its keys share its fate and no others do; one for all on a single server.
/// </summary>
/// <remarks>It may lag behind the cluster. Then a call counts for a lane that is not its own, which tells too much or too little for a moment.</remarks>
internal sealed class RedisLanes(TimeProvider timeProvider)
{
    private const int SlotCount = 16_384;

    // Of a single server, and of calls that any server may answer.
    private readonly RedisLane _common = new(timeProvider);
    private readonly Dictionary<EndPoint, RedisLane> _byMaster = [];
    private readonly Lock _lock = new();
    private volatile RedisLane[]? _bySlot;

    public RedisLane Of(IConnectionMultiplexer multiplexer, RedisKey key) =>
        _bySlot is { } bySlot && multiplexer.HashSlot(key) is var slot and >= 0 ? bySlot[slot] : _common;

    /// <summary>Reads from the library which master serves what.</summary>
    public void Refresh(IConnectionMultiplexer multiplexer)
    {
        lock (_lock)
        {
            ClusterConfiguration? cluster = Ask(multiplexer);
            if (cluster is not null)
                _bySlot = ToLanes(cluster);
        }
    }

    /// <summary>A connection was restored, or there is another one: every server is worth a call again.</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            _common.OnAnswered();
            foreach (RedisLane lane in _byMaster.Values)
                lane.OnAnswered();
        }
    }

    private ClusterConfiguration? Ask(IConnectionMultiplexer multiplexer)
    {
        try
        {
            // What a server that hangs has said last is out of date.
            return multiplexer.GetEndPoints()
                .Where(endPoint => !IsDown(endPoint))
                .Select(endPoint => multiplexer.GetServer(endPoint))
                .FirstOrDefault(static server => server is { IsConnected: true, ClusterConfiguration: not null })?
                .ClusterConfiguration;
        }
        catch (Exception exception) when (exception is ArgumentException or ObjectDisposedException)
        {
            // A connection that is being closed has forgotten its servers.
            return null;
        }
    }

    private RedisLane[] ToLanes(ClusterConfiguration cluster)
    {
        var bySlot = new RedisLane[SlotCount];
        Array.Fill(bySlot, _common);
        foreach (ClusterNode node in cluster.Nodes)
        {
            // A node whose address is not known cannot be called either.
            if (node.EndPoint is not { } master)
                continue;

            foreach (SlotRange range in node.Slots)
                Array.Fill(bySlot, LaneOf(master), range.From, range.To - range.From + 1);
        }

        return bySlot;
    }

    private RedisLane LaneOf(EndPoint master)
    {
        if (!_byMaster.TryGetValue(master, out RedisLane? lane))
            _byMaster.Add(master, lane = new RedisLane(timeProvider));
        return lane;
    }

    private bool IsDown(EndPoint endPoint) => _byMaster.TryGetValue(endPoint, out RedisLane? lane) && lane.IsDown;
}

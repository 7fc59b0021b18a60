using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>What a node says of its replication.</summary>
/// <param name="MasterPort">The master of a replica, otherwise nothing.</param>
/// <param name="IsLinked">Whether a replica has the connection to its master.</param>
/// <param name="Offset">How far a master has written, or a replica has followed.</param>
internal sealed record ReplicationState(int? MasterPort, bool IsLinked, long Offset)
{
    public bool IsMaster => MasterPort is null;

    /// <summary>Whether a replica of this master has all that it had written up to here.</summary>
    public bool HasReached(int masterPort, long offset) => MasterPort == masterPort && IsLinked && Offset >= offset;

    public static async Task<ReplicationState> OfAsync(RedisServer node)
    {
        IReadOnlyDictionary<string, string> info = await node.InfoAsync("replication");
        return info["role"] == "master"
            ? new ReplicationState(null, IsLinked: true, Number("master_repl_offset"))
            : new ReplicationState((int)Number("master_port"), info["master_link_status"] == "up", Number("slave_repl_offset"));

        long Number(string name) => long.Parse(info[name], CultureInfo.InvariantCulture);
    }
}

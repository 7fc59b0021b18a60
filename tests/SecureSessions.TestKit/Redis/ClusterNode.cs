using System.Globalization;

namespace SecureSessions.TestKit;

/// <summary>One line of <c>CLUSTER NODES</c>: what a node knows of another, or of itself.</summary>
internal sealed record ClusterNode(int Port, string[] Flags, (int First, int Last)[] Slots)
{
    public bool IsMaster => Flags.Contains("master");

    public bool Serves(int slot) => Slots.Any(range => slot >= range.First && slot <= range.Last);

    public static ClusterNode[] ParseAll(string nodes) =>
        [.. nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    // id ip:port@bus flags master ping pong epoch link slots slots ...
    private static ClusterNode Parse(string line)
    {
        string[] fields = line.Split(' ');
        return new ClusterNode(Number(fields[1].Split(':')[1].Split('@')[0]), fields[2].Split(','), [.. fields[8..].Select(ParseSlots)]);
    }

    private static (int First, int Last) ParseSlots(string range)
    {
        string[] ends = range.Split('-');
        return (Number(ends[0]), Number(ends[^1]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

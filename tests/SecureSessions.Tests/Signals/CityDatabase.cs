using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SecureSessions.Tests.Signals;

/// <summary>
/// Writes a small database of cities in the MaxMind DB file format 2.0: a binary tree of address bits, the facts of the networks, and the
/// facts of the file.
/// </summary>
/// <remarks>
/// An address of IPv4 has 96 zeros before its bits. A node is two records, one for each next bit: the number of a node, or the number of
/// nodes for nothing, or more than that for facts.
/// </remarks>
internal sealed class CityDatabase
{
    private const int AddressBits = 128;
    private const int RecordSize = 32;
    private const int SeparatorSize = 16;
    private const int None = -1;

    private static readonly byte[] MetadataMarker = [0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8];

    // A record of facts is their place in the data, negative and below None.
    private readonly List<(int Left, int Right)> _nodes = [(None, None)];
    private readonly List<byte> _data = [];

    /// <summary>Adds a network with its place.</summary>
    public CityDatabase Add(string network, string country, string city, double latitude, double longitude)
    {
        var parsed = IPNetwork.Parse(network);
        byte[] address = parsed.BaseAddress.GetAddressBytes();
        int length = parsed.PrefixLength + AddressBits - (8 * address.Length);
        byte[] bits = [.. new byte[(AddressBits / 8) - address.Length], .. address];
        int facts = None - 1 - _data.Count;
        Write(_data, Map(
            ("country", Map(("names", Map(("en", country))))),
            ("city", Map(("names", Map(("en", city))))),
            ("location", Map(("latitude", latitude), ("longitude", longitude)))));

        int node = 0;
        for (int i = 0; i < length; i++)
        {
            bool isRight = (bits[i / 8] >> (7 - (i % 8)) & 1) == 1;
            int next = isRight ? _nodes[node].Right : _nodes[node].Left;
            if (i == length - 1)
                next = facts;
            else if (next == None)
            {
                next = _nodes.Count;
                _nodes.Add((None, None));
            }

            _nodes[node] = isRight ? _nodes[node] with { Right = next } : _nodes[node] with { Left = next };
            node = next;
        }

        return this;
    }

    public byte[] ToBytes()
    {
        List<byte> bytes = [];
        foreach ((int left, int right) in _nodes)
        {
            WriteNumber(bytes, RecordOf(left));
            WriteNumber(bytes, RecordOf(right));
        }

        bytes.AddRange(new byte[SeparatorSize]);
        bytes.AddRange(_data);
        bytes.AddRange(MetadataMarker);
        Write(bytes, Map(
            ("node_count", (uint)_nodes.Count),
            ("record_size", (ushort)RecordSize),
            ("ip_version", (ushort)6),
            ("database_type", "City"),
            ("languages", new List<object> { "en" }),
            ("binary_format_major_version", (ushort)2),
            ("binary_format_minor_version", (ushort)0),
            ("build_epoch", 1_800_000_000UL),
            ("description", Map(("en", "Cities of a test")))));
        return [.. bytes];
    }

    private uint RecordOf(int next) => next switch
    {
        None => (uint)_nodes.Count,
        < None => (uint)(_nodes.Count + SeparatorSize + (None - 1 - next)),
        _ => (uint)next,
    };

    private static Dictionary<string, object> Map(params (string Key, object Value)[] facts) =>
        facts.ToDictionary(static fact => fact.Key, static fact => fact.Value);

    private static void Write(List<byte> to, object value)
    {
        switch (value)
        {
            case string text:
                WriteHead(to, type: 2, Encoding.UTF8.GetByteCount(text));
                to.AddRange(Encoding.UTF8.GetBytes(text));
                break;
            case double number:
                WriteHead(to, type: 3, sizeof(double));
                byte[] bytes = new byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
                to.AddRange(bytes);
                break;
            case ushort number:
                WriteHead(to, type: 5, sizeof(ushort));
                to.AddRange([(byte)(number >> 8), (byte)number]);
                break;
            case uint number:
                WriteHead(to, type: 6, sizeof(uint));
                WriteNumber(to, number);
                break;
            case ulong number:
                WriteHead(to, type: 9, sizeof(ulong));
                WriteNumber(to, (uint)(number >> 32));
                WriteNumber(to, (uint)number);
                break;
            case Dictionary<string, object> map:
                WriteHead(to, type: 7, map.Count);
                foreach ((string key, object one) in map)
                {
                    Write(to, key);
                    Write(to, one);
                }

                break;
            case List<object> list:
                WriteHead(to, type: 11, list.Count);
                list.ForEach(one => Write(to, one));
                break;
            default:
                throw new ArgumentException($"No type for {value}.", nameof(value));
        }
    }

    // The first byte has the type and the size. A type above 7 has the next byte, and so has a size above 28.
    private static void WriteHead(List<byte> to, int type, int size)
    {
        int shortSize = Math.Min(size, 29);
        to.Add((byte)((type > 7 ? 0 : type << 5) | shortSize));
        if (type > 7)
            to.Add((byte)(type - 7));
        if (shortSize == 29)
            to.Add((byte)(size - 29));
    }

    private static void WriteNumber(List<byte> to, uint number) =>
        to.AddRange([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}

using System.Net;
using System.Net.Sockets;

namespace SecureSessions;

/// <summary>
/// The network of an address: <c>/24</c> for IPv4, <c>/48</c> for IPv6. The privacy addresses of a client, and its neighbours, share it.
/// </summary>
internal static class ClientNetwork
{
    private const int Longest = 24;
    private const int GroupsKept = 3;

    /// <summary>
    /// The network, such as <c>203.0.113.0/24</c> or <c>2001:db8:12::/48</c>; <see langword="null"/> if there is no address.
    /// </summary>
    public static string? Of(IPAddress? address)
    {
        Span<char> text = stackalloc char[Longest];
        return address is not null && TryFormat(address, text, out int length) ? new string(text[..length]) : null;
    }

    /// <summary>Whether the address is in the network. Allocates nothing, because every request calls it.</summary>
    public static bool Contains(string network, IPAddress address)
    {
        Span<char> text = stackalloc char[Longest];
        return TryFormat(address, text, out int length) && network.AsSpan().Equals(text[..length], StringComparison.Ordinal);
    }

    /// <summary>The first address of a network that <see cref="Of"/> named.</summary>
    public static IPAddress? FirstAddressOf(string network)
    {
        int slash = network.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IPAddress.TryParse(network.AsSpan(0, slash), out IPAddress? address) ? address : null;
    }

    private static bool TryFormat(IPAddress address, Span<char> text, out int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        length = 0;
        if (!address.TryWriteBytes(bytes, out int size))
            return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv4MappedToIPv6 ? TryFormat4(bytes[12..], text, out length) : TryFormat6(bytes, text, out length);

        return size == 4 && TryFormat4(bytes, text, out length);
    }

    private static bool TryFormat4(ReadOnlySpan<byte> bytes, Span<char> text, out int length)
    {
        length = 0;
        foreach (byte part in bytes[..3])
        {
            if (!part.TryFormat(text[length..], out int written))
                return false;
            length += written;
            text[length++] = '.';
        }

        "0/24".CopyTo(text[length..]);
        length += 4;
        return true;
    }

    // RFC 5952 shortens the longest run of zeros. Here that is always the run at the end.
    private static bool TryFormat6(ReadOnlySpan<byte> bytes, Span<char> text, out int length)
    {
        length = 0;
        int groups = GroupsKept;
        while (groups > 0 && Group(bytes, groups - 1) == 0)
            groups--;

        for (int i = 0; i < groups; i++)
        {
            if (!Group(bytes, i).TryFormat(text[length..], out int written, "x"))
                return false;
            length += written;
            text[length++] = ':';
        }

        string end = groups == 0 ? "::/48" : ":/48";
        end.CopyTo(text[length..]);
        length += end.Length;
        return true;
    }

    private static ushort Group(ReadOnlySpan<byte> bytes, int index) => (ushort)((bytes[2 * index] << 8) | bytes[(2 * index) + 1]);
}

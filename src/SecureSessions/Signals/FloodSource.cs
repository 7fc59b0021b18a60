using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SecureSessions;

/// <summary>
/// The source of requests as far as its address tells: a whole IPv4 address, or the first 64 bits of an IPv6 address, since one subscriber
/// has all addresses with the same prefix.
/// </summary>
internal readonly record struct FloodSource
{
    private readonly ulong _bits;
    private readonly bool _isVersion6;

    private FloodSource(ulong bits, bool isVersion6)
    {
        _bits = bits;
        _isVersion6 = isVersion6;
    }

    public static FloodSource? Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out _))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new FloodSource(BinaryPrimitives.ReadUInt32BigEndian(bytes), isVersion6: false);

        return address.IsIPv4MappedToIPv6
            ? new FloodSource(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), isVersion6: false)
            : new FloodSource(BinaryPrimitives.ReadUInt64BigEndian(bytes), isVersion6: true);
    }

    /// <summary>
    /// The source of an event; <see langword="null"/> if no request caused the event, or if the server knows no address.
    /// </summary>
    public static FloodSource? Of(RequestOrigin origin) => IPAddress.TryParse(origin.Address, out IPAddress? address) ? Of(address) : null;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (_isVersion6)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, _bits);
            return new IPAddress(bytes) + "/64";
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_bits);
        return new IPAddress(bytes[..4]).ToString();
    }
}

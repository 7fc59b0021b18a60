using System.Globalization;
using System.Text;

namespace SecureSessions.TestKit;

/// <summary>Tells replies of the Redis protocol (RESP2 and RESP3) apart in the bytes of a connection.</summary>
internal static class RespReplies
{
    /// <summary>How many bytes the first reply has; 0 if it has not come whole yet.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n"u8) + 2;
        if (end < 2)
            return 0;

        return (char)bytes[0] switch
        {
            '$' or '=' or '!' => Whole(end + Math.Max(0, Count(bytes[1..]) + 2), bytes.Length),
            '*' or '~' or '>' => Elements(bytes, end, Count(bytes[1..])),
            '%' => Elements(bytes, end, 2 * Count(bytes[1..])),
            _ => end,
        };
    }

    private static int Elements(ReadOnlySpan<byte> bytes, int end, int count)
    {
        for (; count > 0; count--)
        {
            int length = LengthOfFirst(bytes[end..]);
            if (length == 0)
                return 0;
            end += length;
        }

        return end;
    }

    // Nothing at all, which has the length -1, is one line.
    private static int Count(ReadOnlySpan<byte> line) =>
        int.Parse(
            Encoding.ASCII.GetString(line[..line.IndexOf((byte)'\r')]),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture) is var count and >= 0
            ? count
            : -2;

    private static int Whole(int length, int available) => length <= available ? length : 0;
}

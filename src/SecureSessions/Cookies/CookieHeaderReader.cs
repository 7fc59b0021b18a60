using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>Reads one cookie from the raw header.</summary>
/// <remarks>
/// <c>Request.Cookies</c> ignores the case of names, lets the last duplicate win, percent-decodes, and drops the rest of the header
/// after one bad character. Here names compare ordinally (<c>__HOST-id</c> is another cookie, which no browser protects), only SP and
/// HTAB are trimmed, and the order of cookies means nothing: two cookies of the name with different values are a duplicate, wherever they
/// stand (RFC 6265bis 4.2.2). Cookies of the name with equal values count as one.
/// </remarks>
internal static class CookieHeaderReader
{
    /// <summary>What <see cref="Read(StringValues, string, out ReadOnlySpan{char})"/> returns for more than two different values.</summary>
    public const int Many = 3;

    /// <summary>Counts the different values of the cookie, up to <see cref="Many"/>; the value is set if there is exactly one.</summary>
    public static int Read(StringValues header, string name, out ReadOnlySpan<char> value)
    {
        int count = Read(header, name, out value, out _);
        if (count != 1)
            value = default;
        return count;
    }

    /// <summary>Counts the different values of the cookie, up to <see cref="Many"/>, and shows the first two.</summary>
    public static int Read(StringValues header, string name, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second)
    {
        first = default;
        second = default;
        int count = 0;
        foreach (string? field in header)
        {
            ReadOnlySpan<char> rest = field;
            if (!rest.Contains(name, StringComparison.Ordinal))
                continue;

            while (!rest.IsEmpty)
            {
                int end = rest.IndexOf(';');
                ReadOnlySpan<char> pair = end < 0 ? rest : rest[..end];
                rest = end < 0 ? default : rest[(end + 1)..];

                int equals = pair.IndexOf('=');
                if (equals < 0 || !pair[..equals].Trim(" \t").SequenceEqual(name))
                    continue;

                ReadOnlySpan<char> value = pair[(equals + 1)..].Trim(" \t");
                switch (count)
                {
                    case 0:
                        first = value;
                        count = 1;
                        break;
                    case 1 when !value.SequenceEqual(first):
                        second = value;
                        count = 2;
                        break;
                    case 2 when !value.SequenceEqual(first) && !value.SequenceEqual(second):
                        return Many;
                }
            }
        }

        return count;
    }
}

using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>Reads one cookie from the raw header.</summary>
/// <remarks>
/// <c>Request.Cookies</c> ignores the case of names, lets the last duplicate win, percent-decodes, and drops the rest of the header
/// after one bad character. Here names compare ordinally (<c>__HOST-id</c> is another cookie, which no browser protects), only SP and
/// HTAB are trimmed, and no order is relied upon: two different cookies of the name are a duplicate, wherever they stand (RFC 6265bis 4.2.2).
/// Copies of one value are one.
/// </remarks>
internal static class CookieHeaderReader
{
    public static CookieReadStatus Read(StringValues header, string name, out ReadOnlySpan<char> value)
    {
        CookieReadStatus status = Read(header, name, out value, out _);
        if (status != CookieReadStatus.Single)
            value = default;
        return status;
    }

    /// <summary>The same, with both values of a duplicate.</summary>
    public static CookieReadStatus Read(StringValues header, string name, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second)
    {
        first = default;
        second = default;
        var status = CookieReadStatus.Absent;
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
                switch (status)
                {
                    case CookieReadStatus.Absent:
                        first = value;
                        status = CookieReadStatus.Single;
                        break;
                    case CookieReadStatus.Single when !value.SequenceEqual(first):
                        second = value;
                        status = CookieReadStatus.Duplicate;
                        break;
                    case CookieReadStatus.Duplicate when !value.SequenceEqual(first) && !value.SequenceEqual(second):
                        return CookieReadStatus.Many;
                }
            }
        }

        return status;
    }
}

using Microsoft.Extensions.Primitives;

namespace SecureSessions;

/// <summary>Reads one cookie from the raw header.</summary>
/// <remarks>
/// <c>Request.Cookies</c> ignores the case of names, lets the last duplicate win, percent-decodes, and drops the rest of the header
/// after one bad character. Here names compare ordinally (<c>__HOST-id</c> is another cookie, which no browser protects), only SP and
/// HTAB are trimmed, and no order is relied upon: two cookies of the name are a duplicate, wherever they stand (RFC 6265bis 4.2.2).
/// </remarks>
internal static class CookieHeaderReader
{
    public static CookieReadStatus Read(StringValues header, string name, out ReadOnlySpan<char> value)
    {
        value = default;
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
                if (status == CookieReadStatus.Single)
                {
                    value = default;
                    return CookieReadStatus.Duplicate;
                }

                value = pair[(equals + 1)..].Trim(" \t");
                status = CookieReadStatus.Single;
            }
        }

        return status;
    }
}

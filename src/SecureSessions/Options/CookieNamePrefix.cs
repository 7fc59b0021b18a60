namespace SecureSessions;

/// <summary>The cookie name prefixes that browsers enforce (draft-ietf-httpbis-layered-cookies, "Cookie Name Prefixes").</summary>
internal static class CookieNamePrefix
{
    public const string HostHttp = "__Host-Http-";
    public const string Host = "__Host-";
    public const string Http = "__Http-";
    public const string Secure = "__Secure-";

    private static readonly string[] All = [HostHttp, Host, Http, Secure];

    /// <summary>The prefix of a name, spelled as the standard does, or the empty text. Browsers ignore the case here.</summary>
    public static string Of(string name)
    {
        foreach (string prefix in All)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return prefix;
        }

        return "";
    }

    /// <summary>Whether browsers tie the name to one host.</summary>
    public static bool IsHostBound(string name) => name.StartsWith(Host, StringComparison.Ordinal);
}

namespace SecureSessions;

/// <summary>The cookie name prefixes that browsers enforce (draft-ietf-httpbis-layered-cookies, "Cookie Name Prefixes").</summary>
internal static class CookieNamePrefix
{
    public const string HostHttp = "__Host-Http-";
    public const string Host = "__Host-";
    public const string Http = "__Http-";
    public const string Secure = "__Secure-";

    private static readonly string[] All = [HostHttp, Host, Http, Secure];

    /// <summary>
    /// The prefix of a cookie name in the spelling of the standard, or the empty text. Browsers ignore the case of a prefix.
    /// </summary>
    public static string Of(string name)
    {
        foreach (string prefix in All)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return prefix;
        }

        return "";
    }

    /// <summary>Whether browsers bind a cookie of this name to one host.</summary>
    public static bool IsHostBound(string name) => name.StartsWith(Host, StringComparison.Ordinal);
}

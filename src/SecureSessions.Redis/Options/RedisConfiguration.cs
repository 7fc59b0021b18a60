using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace SecureSessions.Redis;

/// <summary>
/// Reads where Redis is: a configuration of StackExchange.Redis, or an address that begins with <c>redis://</c> or <c>rediss://</c>, which
/// StackExchange.Redis would take for the name of a host, password included.
/// </summary>
internal static class RedisConfiguration
{
    /// <summary>The name under which a server lists the connections of the store.</summary>
    public const string ClientName = "name=SecureSessions";

    private const string Unrepeated = " It is not repeated here, since it may hold a password.";

    private const string Unreadable =
        "Configuration cannot be read. Write host:port first, then keywords of StackExchange.Redis, separated by commas: "
        + "\"localhost:6379,password=...,ssl=true\"."
            + Unrepeated;

    private const string UnreadableAddress =
        "Configuration is an address that cannot be read. Write redis://user:password@host:port/database, or rediss:// for TLS, with "
        + "nothing after it; user, password, port and "
        + "database may be left out, and a character of the user or the password that is no letter or digit is written as % and its "
        + "code: %40 for @."
            + Unrepeated;

    private const string NotAHost =
        "Configuration names a server with one of the characters / @ in it. A user and a password are written as user=...,password=... "
        + "behind host:port, "
        + "or in one address that begins with redis:// or rediss://." + Unrepeated;

    private const string NoServer = "Configuration names no server. Begin it with host:port, for example \"localhost:6379\".";

    /// <summary>Reads a text. Returns nothing, or an error that says what is wrong with the text and how to fix it.</summary>
    public static string? TryParse(string text, out ConfigurationOptions configuration, string defaults = ClientName)
    {
        configuration = new ConfigurationOptions();
        bool isAddress = IsAddress(text);
        try
        {
            configuration = ConfigurationOptions.Parse(isAddress || text.Length == 0 ? defaults : $"{defaults},{text}");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return Unreadable;
        }

        if (isAddress)
            return TryAdd(text, configuration) ? null : UnreadableAddress;
        if (configuration.EndPoints.Count == 0)
            return NoServer;
        return configuration.EndPoints.Any(static endPoint => endPoint is DnsEndPoint name && name.Host.AsSpan().ContainsAny('/', '@'))
            ? NotAHost
            : null;
    }

    private static bool IsAddress(string text) =>
        text.StartsWith("redis://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase);

    private static bool TryAdd(string text, ConfigurationOptions configuration)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || address is not { Query: "", Fragment: "" }
            || address.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            return false;
        }

        string database = address.AbsolutePath.Trim('/');
        if (database.Length > 0)
        {
            if (!int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                return false;
            configuration.DefaultDatabase = number;
        }

        string[] who = address.UserInfo.Split(':', 2);
        if (who[0].Length > 0)
            configuration.User = Uri.UnescapeDataString(who[0]);
        if (who.Length > 1)
            configuration.Password = Uri.UnescapeDataString(who[1]);
        configuration.Ssl = address.Scheme == "rediss";
        configuration.EndPoints.Add(address.IdnHost, address.IsDefaultPort ? 6379 : address.Port);
        return true;
    }
}

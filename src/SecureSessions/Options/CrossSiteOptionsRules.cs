using Microsoft.Extensions.Options;

namespace SecureSessions;

/// <summary>Refuses, at start-up, a trusted origin that no browser sends, or that would trust more than one origin.</summary>
internal static class CrossSiteOptionsRules
{
    private const string Example = "https://app.example.com";

    public static void Check(CrossSiteOptions options, ValidateOptionsResultBuilder errors)
    {
        if (!Enum.IsDefined(options.Mode))
            errors.AddError($"CrossSite.Mode is {(int)options.Mode}. Use a named value of CrossSiteMode.");
        foreach (string? origin in options.TrustedOrigins)
        {
            if (FixFor(origin) is { } fix)
                errors.AddError($"CrossSite.TrustedOrigins has '{origin}'. {fix}");
        }
    }

    private static string? FixFor(string? origin)
    {
        if (origin is not null && origin.Contains('*', StringComparison.Ordinal))
            return $"A wildcard trusts hosts that nobody has checked: name each origin, for example {Example}.";
        if (AsSent(origin) is not { } sent)
            return $"Use scheme://host[:port], for example {Example}.";

        return sent == origin
            ? null
            : $"Write it as browsers send it, without a path, a slash at the end or the default port, and in lower case: {sent}.";
    }

    /// <summary>The origin of an address, as a browser serialises it (RFC 6454, 6.2).</summary>
    private static string? AsSent(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || uri.IsFile
            || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
            return null;

        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}

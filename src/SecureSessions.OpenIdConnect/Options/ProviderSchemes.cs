namespace SecureSessions.OpenIdConnect;

/// <summary>The schemes of OpenID Connect that were named to <c>AddOpenIdConnectSessions()</c>.</summary>
internal sealed class ProviderSchemes
{
    /// <summary>The item of the properties in which the framework keeps the scheme that a user signed in by.</summary>
    private const string SchemeItem = ".AuthScheme";

    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The scheme that a session comes from; <see langword="null"/> if it is none of these.</summary>
    public string? Of(SessionValidationContext session) =>
        session.Properties.Items.TryGetValue(SchemeItem, out string? scheme) && scheme is not null && Names.Contains(scheme)
            ? scheme
            : null;
}

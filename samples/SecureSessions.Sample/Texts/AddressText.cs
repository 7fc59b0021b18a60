namespace SecureSessions.Sample;

/// <summary>Where a session was used from, in words: its network and, where the locator knows them, city and country.</summary>
internal static class AddressText
{
    public static string Of(UserSession session) => Of(session.Network, session.City, session.Country);

    public static string Of(PastSession session) => Of(session.Network, session.City, session.Country);

    private static string Of(params ReadOnlySpan<string?> parts)
    {
        string[] known = [.. parts.ToArray().OfType<string>()];
        return known.Length == 0 ? "unknown" : string.Join(", ", known);
    }
}

namespace SecureSessions.Sql;

/// <summary>
/// Users and devices as they are stored: as they are, but for the character of number 0, which PostgreSQL keeps in no text. It is written as
/// the character of number 26 and "0", and that one as itself and "1".
/// </summary>
internal static class StoredText
{
    public static string From(string text) => text.AsSpan().ContainsAny('\0', '\u001a')
        ? text.Replace("\u001a", "\u001a1", StringComparison.Ordinal).Replace("\0", "\u001a0", StringComparison.Ordinal)
        : text;

    public static string ToText(string stored) => stored.Contains('\u001a', StringComparison.Ordinal)
        ? stored.Replace("\u001a0", "\0", StringComparison.Ordinal).Replace("\u001a1", "\u001a", StringComparison.Ordinal)
        : stored;
}

namespace SecureSessions.TestKit;

/// <summary>The lines <c>name:value</c> of <c>INFO</c> and <c>CLUSTER INFO</c>.</summary>
internal static class InfoText
{
    public static IReadOnlyDictionary<string, string> Parse(string text) => text
        .Split('\n', StringSplitOptions.TrimEntries)
        .Where(static line => line.Contains(':', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(static line => line.Split(':', 2))
        .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);
}

namespace SecureSessions.Requirements;

/// <summary>The requirements that the library has to meet so far: <c>requirements.txt</c>.</summary>
internal static class RequirementList
{
    /// <summary>What each asks, by its id.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        using var text = new StreamReader(typeof(RequirementList).Assembly.GetManifestResourceStream("requirements.txt")!);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => !line.StartsWith('#'))
            .Select(static line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);
    }
}

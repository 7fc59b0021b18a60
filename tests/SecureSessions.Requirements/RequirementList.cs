using System.Text.RegularExpressions;

namespace SecureSessions.Requirements;

/// <summary>The requirements that the library meets: the tables of <c>docs/requirements.md</c>.</summary>
internal static partial class RequirementList
{
    /// <summary>What each asks, by its id.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        using var text = new StreamReader(typeof(RequirementList).Assembly.GetManifestResourceStream("requirements.md")!);
        return Row().Matches(text.ReadToEnd())
            .ToDictionary(
                static row => row.Groups["id"].Value,
                static row => $"{row.Groups["title"]} [{row.Groups["source"]}]",
                StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]{2}-\d+) \| (?<title>[^|]+) \| (?<source>[^|]+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

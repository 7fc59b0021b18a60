namespace SecureSessions.TestKit;

/// <summary>
/// The table of <c>docs/races.md</c>: what a request is answered that began before another one did something to its session.
/// </summary>
public static class RaceTable
{
    /// <summary>What a request can do, by the groups of the table: the name of its group, and the script that does it.</summary>
    public static IReadOnlyDictionary<string, string[]> Groups { get; } = new Dictionary<string, string[]>
    {
        ["change"] = ["refresh", "stepup otp", "regenerate", "endothers"],
        ["token"] = ["token access 1"],
        ["end"] = ["signout", "end", "endone", "endall"],
        ["limit"] = [RaceOfTwo.Limit],
        ["old cookie"] = [RaceOfTwo.OldCookie],
        ["renewal"] = [RaceOfTwo.Renewal],
        ["used renewal"] = [RaceOfTwo.UsedRenewal],
    };

    private static readonly Lazy<Dictionary<(string First, string Second), RaceOutcome>> Cells = new(Read);

    /// <summary>What the table says.</summary>
    public static RaceOutcome Find(string first, string second) => Cells.Value[(GroupOf(first), GroupOf(second))];

    /// <summary>Every pair of deeds that the table speaks of.</summary>
    /// <param name="firstGroups">The groups of the first.</param>
    public static IEnumerable<(string First, string Second)> Pairs(params string[] firstGroups) =>
        from cell in Cells.Value.Keys
        where firstGroups.Contains(cell.First)
        from first in Groups[cell.First]
        from second in Groups[cell.Second]
        select (first, second);

    private static string GroupOf(string deed) => Groups.Single(group => group.Value.Contains(deed)).Key;

    private static Dictionary<(string First, string Second), RaceOutcome> Read()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "races.md"))
            .SkipWhile(static line => !line.StartsWith("| first |", StringComparison.Ordinal))
            .TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        return (from row in rows.Skip(2)
                from column in Enumerable.Range(1, row.Length - 1)
                select KeyValuePair.Create((row[0], rows[0][column]), RaceOutcome.Parse(row[column]))).ToDictionary();
    }
}

using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Docs;

/// <summary>The README, and the code that its blocks are taken from.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Repository.PathTo("README.md")).ReplaceLineEndings("\n");

    /// <summary>The C# blocks, in order.</summary>
    public static IReadOnlyList<string> CodeBlocks { get; } = [.. CodeBlock().Matches(Text).Select(static match => match.Groups["code"].Value)];

    /// <summary>The <c>#region</c>s of this folder by name, moved to the left margin.</summary>
    public static IReadOnlyDictionary<string, string> Regions { get; } = Directory
        .EnumerateFiles(Repository.PathTo("tests", "SecureSessions.Tests", "Docs"), "*.cs")
        .SelectMany(static file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        .ToDictionary(static match => match.Groups["name"].Value, static match => MoveLeft(match.Groups["code"].Value, match.Groups["indent"].Length));

    /// <summary>The cells of the table rows whose first cell is code: <c>| `first` | second | ...</c></summary>
    public static IEnumerable<(string First, string Second)> TableRows(string firstHeader)
    {
        string table = Text[Text.IndexOf($"\n| {firstHeader} |", StringComparison.Ordinal)..].Split("\n\n")[0];
        return table.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length > 3 && cells[1].StartsWith('`'))
            .Select(static cells => (cells[1].Trim('`'), cells[2]))
            .Skip(firstHeader.StartsWith('`') ? 1 : 0);
    }

    private static string MoveLeft(string code, int indent) =>
        string.Join('\n', code.Split('\n').Select(line => line.Length > indent ? line[indent..] : ""));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^(?<indent> *)#region (?<name>[a-z-]+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}

using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Docs;

/// <summary>A page that is published, and the code that its blocks are taken from.</summary>
internal sealed partial class DocPage
{
    public static readonly DocPage Readme = new("README.md", "SecureSessions.Tests");
    public static readonly DocPage Redis = new("docs/redis.md", "SecureSessions.Redis.Tests");

    public static readonly DocPage StepUp = new("docs/step-up.md", "SecureSessions.Tests", "StepUp");

    private DocPage(string page, string tests, string folder = "")
    {
        Text = Read(Repository.PathTo(page));
        CodeBlocks = [.. CodeBlock().Matches(Text).Select(static match => match.Groups["code"].Value)];
        Regions = Directory.EnumerateFiles(Repository.PathTo("tests", tests, "Docs", folder), "*.cs")
            .SelectMany(static file => Region().Matches(Read(file)))
            .ToDictionary(static match => match.Groups["name"].Value, static match => MoveLeft(match.Groups["code"].Value, match.Groups["indent"].Length));
    }

    public string Text { get; }

    /// <summary>The C# blocks, in order.</summary>
    public IReadOnlyList<string> CodeBlocks { get; }

    /// <summary>The <c>#region</c>s of the page's folder in <c>Docs</c> of these tests by name, moved to the left margin.</summary>
    public IReadOnlyDictionary<string, string> Regions { get; }

    /// <summary>The cells of the table rows whose first cell is code: <c>| `first` | second | ...</c></summary>
    public IEnumerable<(string First, string Second)> TableRows(string firstHeader)
    {
        string table = Text[Text.IndexOf($"\n| {firstHeader} |", StringComparison.Ordinal)..].Split("\n\n")[0];
        return table.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(static cells => cells.Length > 3 && cells[1].StartsWith('`'))
            .Select(static cells => (cells[1].Trim('`'), cells[2]))
            .Skip(firstHeader.StartsWith('`') ? 1 : 0);
    }

    private static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    private static string MoveLeft(string code, int indent) =>
        string.Join('\n', code.Split('\n').Select(line => line.Length > indent ? line[indent..] : ""));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^(?<indent> *)#region (?<name>[a-z-]+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}

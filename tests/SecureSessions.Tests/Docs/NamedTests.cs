using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Docs;

/// <summary>The tests that pages name, as <c>`Class.A_sentence`</c>, and those that there are, in whatever project.</summary>
internal static partial class NamedTests
{
    // The contracts of the stores ship with a package.
    private static readonly string[] Folders = ["tests", Path.Combine("src", "SecureSessions.Testing")];

    private static readonly Lazy<HashSet<string>> All = new(Read);

    /// <summary>Every test that a text names.</summary>
    public static IEnumerable<string> In(string text) => Mention().Matches(text).Select(static match => match.Groups["test"].Value);

    /// <summary>Whether there is a test of that class and name.</summary>
    public static bool Exists(string test) => All.Value.Contains(test);

    private static HashSet<string> Read() => Folders
        .SelectMany(static folder => Directory.EnumerateFiles(Repository.PathTo(folder), "*.cs", SearchOption.AllDirectories))
        .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin"))
        .SelectMany(static file => TestsOf(File.ReadAllText(file)))
        .ToHashSet(StringComparer.Ordinal);

    // A file has one type.
    private static IEnumerable<string> TestsOf(string code) => Class().Match(code) is { Success: true } declared
        ? Method().Matches(code).Select(method => $"{declared.Groups["name"].Value}.{method.Groups["name"].Value}")
        : [];

    [GeneratedRegex(@"`(?<test>\w+\.[A-Z]\w*_\w+)`")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^public (sealed |abstract |partial )*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^    public (async |virtual )*(Task|void) (?<name>[A-Z]\w*_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();
}

using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Conventions;

/// <summary>The sources of a package as they stand in the tree.</summary>
internal sealed partial class SourceTree
{
    private readonly SourceFile[] _files;

    private SourceTree(SourceFile[] files) => _files = files;

    public static SourceTree Load(string package)
    {
        string root = Repository.PathTo("src", package);
        IEnumerable<string> paths = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(
                path =>
                    !Path.GetRelativePath(root, path).StartsWith("obj", StringComparison.Ordinal)
                        && !Path.GetRelativePath(root, path).StartsWith("bin", StringComparison.Ordinal));
        return new SourceTree([.. paths.Select(path => Read(root, path))]);
    }

    public IEnumerable<string> Folders => _files.Select(static file => file.Folder).Distinct();

    public string TextOf(string fileName) => _files.Single(file => file.Name == fileName).Code;

    public int CountOf(string text, string[] except) =>
        _files.Where(file => !except.Contains(file.Name)).Sum(file => Regex.Count(file.Code, Regex.Escape(text), RegexOptions.IgnoreCase));

    /// <summary>Mentions of a type of a later folder; comments and documentation do not count.</summary>
    public IEnumerable<string> ForwardMentions(params string[] folders) =>
        from file in _files
        from type in _files
        where Array.IndexOf(folders, type.Folder) > Array.IndexOf(folders, file.Folder)
        where type.Types.Any(name => Regex.IsMatch(TextLiteral().Replace(file.Code, ""), $@"\b{name}\b"))
        select $"{file.Folder}/{file.Name} mentions {type.Folder}/{type.Name}";

    public IEnumerable<string> MisnamedFiles() =>
        from file in _files
        where file.Types.Length != 1 || file.Name.Split('.')[0] != file.Types[0]
        select $"{file.Folder}/{file.Name}: {string.Join(", ", file.Types)}";

    private static SourceFile Read(string root, string path)
    {
        string code = Comment().Replace(File.ReadAllText(path), "");
        string[] types = [.. TypeDeclaration().Matches(code).Select(static match => match.Groups["name"].Value).Distinct()];
        return new SourceFile(Path.GetFileName(path), Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[0], code, types);
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<!\$)""[^""\n]*""")]
    private static partial Regex TextLiteral();

    // Types at the left margin: nested ones are details of theirs.
    [GeneratedRegex(
        @"^(public |internal )?(sealed |static |abstract |readonly |ref |partial )*"
            + @"(record struct|record|class|struct|interface|enum) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    private sealed record SourceFile(string Name, string Folder, string Code, string[] Types);
}

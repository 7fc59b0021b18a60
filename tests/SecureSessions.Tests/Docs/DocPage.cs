using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Docs;

/// <summary>A page that is published, and the code that its blocks are taken from.</summary>
internal sealed partial class DocPage
{
    private const string Snippets = "tests/SecureSessions.Tests/Docs";

    public static readonly DocPage Readme = new("README.md", Snippets);
    public static readonly DocPage Architecture = new("ARCHITECTURE.md");
    public static readonly DocPage CorePackage = new("src/SecureSessions/README.md");
    public static readonly DocPage RedisPackage = new("src/SecureSessions.Redis/README.md");
    public static readonly DocPage SqlPackage = new("src/SecureSessions.Sql/README.md");
    public static readonly DocPage Asvs = new("docs/asvs.md");
    public static readonly DocPage Bff = new("docs/bff.md", "tests/SecureSessions.Doors.Tests/Docs/Bff");
    public static readonly DocPage Blazor = new("docs/blazor.md", $"{Snippets}/Blazor");
    public static readonly DocPage CrossSite = new("docs/cross-site.md", $"{Snippets}/CrossSite");
    public static readonly DocPage Endpoints = new("docs/endpoints.md", $"{Snippets}/Endpoints");
    public static readonly DocPage Identity = new("docs/identity.md", $"{Snippets}/Identity");
    public static readonly DocPage LiveConnections = new(
        "docs/live-connections.md", $"{Snippets}/LiveConnections", "tests/SecureSessions.Doors.Tests/Docs/Yarp");
    public static readonly DocPage Monitoring = new("docs/monitoring.md", $"{Snippets}/Monitoring");
    public static readonly DocPage OpenIdConnectPackage = new("src/SecureSessions.OpenIdConnect/README.md");
    public static readonly DocPage OpenIdConnect = new("docs/openid-connect.md", "tests/SecureSessions.Doors.Tests/Docs");
    public static readonly DocPage Options = new("docs/options.md", $"{Snippets}/Options");
    public static readonly DocPage OwnStore = new("docs/own-store.md", $"{Snippets}/OwnStore");
    public static readonly DocPage Practices = new("docs/practices.md");
    public static readonly DocPage Proxies = new("docs/proxies.md", "tests/SecureSessions.Doors.Tests/Docs/Proxies");
    public static readonly DocPage Races = new("docs/races.md", $"{Snippets}/Races");
    public static readonly DocPage Redis = new("docs/redis.md", "tests/SecureSessions.Redis.Tests/Docs");
    public static readonly DocPage SessionContents = new("docs/session-contents.md", $"{Snippets}/SessionContents");
    public static readonly DocPage Sessions = new("docs/sessions.md", $"{Snippets}/Sessions");
    public static readonly DocPage SessionTimeout = new("docs/session-timeout.md", $"{Snippets}/SessionTimeout");
    public static readonly DocPage SignIn = new("docs/sign-in.md", $"{Snippets}/SignIn");
    public static readonly DocPage SignInAttempts = new("docs/sign-in-attempts.md", $"{Snippets}/SignInAttempts");
    public static readonly DocPage Signals = new("docs/signals.md", $"{Snippets}/Signals");
    public static readonly DocPage Sql = new("docs/sql.md", "tests/SecureSessions.Sql.Tests/Docs");
    public static readonly DocPage StepUp = new("docs/step-up.md", $"{Snippets}/StepUp");
    public static readonly DocPage Stores = new("docs/stores.md", $"{Snippets}/Stores");
    public static readonly DocPage TestingPackage = new("src/SecureSessions.Testing/README.md");
    public static readonly DocPage Testing = new(
        "docs/testing.md", "tests/SecureSessions.ShopApp", "tests/SecureSessions.Doors.Tests/Docs/Testing");
    public static readonly DocPage TokensPackage = new("src/SecureSessions.Tokens/README.md");
    public static readonly DocPage Tokens = new("docs/tokens.md", "tests/SecureSessions.Tokens.Tests/Docs");
    public static readonly DocPage Users = new("docs/users.md", $"{Snippets}/Users");

    /// <summary>The pages of the repository whose code is compiled, each in folders of its own.</summary>
    public static readonly IReadOnlyList<DocPage> All =
    [
        Readme, Bff, Blazor, CrossSite, Endpoints, Identity, LiveConnections, Monitoring, OpenIdConnect, Options, OwnStore, Proxies, Races,
        Redis, SessionContents, Sessions, SessionTimeout, SignIn, SignInAttempts, Signals, Sql, StepUp, Stores, Testing, Tokens, Users,
    ];

    private DocPage(string page, params string[] folders)
    {
        Text = Read(Repository.PathTo(page));
        CodeBlocks = [.. CodeBlock().Matches(Text).Select(static match => match.Groups["code"].Value)];
        ScriptBlocks = [.. ScriptBlock().Matches(Text).Select(static match => match.Groups["script"].Value)];
        JsonBlocks = [.. JsonBlock().Matches(Text).Select(static match => match.Groups["json"].Value)];
        Regions = folders.SelectMany(static folder => Directory.EnumerateFiles(Repository.PathTo(folder), "*.cs"))
            .SelectMany(static file => Region().Matches(Read(file)))
            .ToDictionary(
                static match => match.Groups["name"].Value,
                static match => MoveLeft(match.Groups["code"].Value, match.Groups["indent"].Length));
    }

    public string Text { get; }

    /// <summary>The C# blocks, in order.</summary>
    public IReadOnlyList<string> CodeBlocks { get; }

    /// <summary>The blocks of JavaScript, in order.</summary>
    public IReadOnlyList<string> ScriptBlocks { get; }

    /// <summary>The JSON blocks, in order.</summary>
    public IReadOnlyList<string> JsonBlocks { get; }

    /// <summary>The <c>#region</c>s of the folders by name, moved to the left margin.</summary>
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

    [GeneratedRegex("^```js\n(?<script>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ScriptBlock();

    [GeneratedRegex("^```json\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("^(?<indent> *)#region (?<name>[a-z-]+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}

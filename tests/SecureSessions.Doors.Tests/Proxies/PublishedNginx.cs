using System.Text.RegularExpressions;
using SecureSessions.TestKit;

namespace SecureSessions.Doors.Tests.Proxies;

/// <summary>
/// The configuration of nginx as <c>docs/proxies.md</c> shows it, with the addresses of a test in place of those of the page.
/// </summary>
internal static partial class PublishedNginx
{
    /// <summary>The site of the page, by the name that browsers know.</summary>
    public static readonly Uri Site = new("https://shop.example.com/");

    /// <summary>The two nodes of the page.</summary>
    private static readonly IReadOnlyList<string> Nodes = ["127.0.0.1:5001", "127.0.0.1:5002"];

    private static readonly string[] Blocks =
    [
        .. Block().Matches(File.ReadAllText(Repository.PathTo("docs", "proxies.md")).ReplaceLineEndings("\n"))
            .Select(static match => match.Groups["text"].Value),
    ];

    /// <summary>The whole site.</summary>
    public static string Whole => Blocks[0];

    /// <summary>The location of an app that knows its path base, and of one that is told it.</summary>
    public static (string Known, string Told) PathBase => (Blocks[1], Blocks[2]);

    /// <summary>The site, served by this nginx for these nodes.</summary>
    public static string For(NginxServer nginx, params Uri[] nodes)
    {
        string text = Replace(Whole, "listen 443 ssl", $"listen 127.0.0.1:{nginx.Port} ssl");
        text = Replace(text, "/etc/nginx/shop.crt", nginx.Certificate);
        text = Replace(text, "/etc/nginx/shop.key", nginx.CertificateKey);

        // An app with one node is each of the two.
        for (int i = 0; i < Nodes.Count; i++)
            text = Replace(text, Nodes[i], nodes[i % nodes.Length].Authority);
        return text;
    }

    /// <summary>Replaces what the page has, and has once.</summary>
    public static string Replace(string text, string shown, string own) => text.Split(shown) is [var before, var after]
        ? before + own + after
        : throw new InvalidOperationException($"docs/proxies.md does not have this once in its configuration: {shown}");

    [GeneratedRegex("^```nginx\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

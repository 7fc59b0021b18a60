using Xunit;

namespace SecureSessions.Tests.CrossSite;

/// <summary>
/// Every method with every <c>Sec-Fetch-Site</c> and every <c>Origin</c>, and what is to become of the request (requirement CS-1).
/// </summary>
internal sealed class CrossSiteTable : TheoryData<string, string?, string?, string>
{
    /// <summary>The app is at <c>https://example.org</c> and trusts <c>https://trusted.example</c>.</summary>
    public const string Trusted = "https://trusted.example";

    private static readonly string[] Safe = ["GET", "HEAD", "OPTIONS", "TRACE", "get"];
    private static readonly string[] Unsafe = ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "FOO"];
    private static readonly string?[] Origins = ["https://example.org", Trusted, "https://evil.example", "null", "", null];

    // One row a Sec-Fetch-Site, one column an Origin in the order above: a = allowed, f = Sec-Fetch-Site, o = Origin, n = nothing names
    // one.
    private static readonly (string? Site, string Outcomes)[] Rows =
    [
        ("same-origin", "a a a a a a"),
        ("none", "       a a a a a a"),
        ("same-site", "  f a f f f f"),
        ("cross-site", " f a f f f f"),
        ("SAME-ORIGIN", "f a f f f f"),
        ("other", "      f a f f f f"),
        ("", "           a a o o n n"),
        (null, "         a a o o n n"),
    ];

    public CrossSiteTable()
    {
        foreach ((string? site, string outcomes) in Rows)
        {
            string[] columns = outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < Origins.Length; i++)
            {
                foreach (string method in Unsafe)
                    Add(method, site, Origins[i], columns[i]);
                foreach (string method in Safe)
                    Add(method, site, Origins[i], "a");
            }
        }
    }
}

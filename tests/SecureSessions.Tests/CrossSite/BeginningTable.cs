using Microsoft.AspNetCore.Http;

namespace SecureSessions.Tests.CrossSite;

/// <summary>The headers of a request without a cookie to <c>https://localhost</c>, and whether the request may begin a session.</summary>
internal static class BeginningTable
{
    private const string Evil = "https://evil.example";

    // Sec-Fetch-Site, -Mode, -Dest and Origin; a GET with Lax, with Strict, with None; any other method: a = allowed, r = refused.
    private static readonly (string? Site, string? Mode, string? Destination, string? Origin, string Outcomes)[] Rows =
    [
        ("none", "navigate", "document", null, "aaaa"),
        ("same-origin", "navigate", "document", null, "aaaa"),
        ("same-origin", "cors", "empty", null, "aaaa"),
        ("same-site", "navigate", "document", null, "aaar"),
        ("same-site", "navigate", "iframe", null, "aaar"),
        ("same-site", "no-cors", "image", null, "rrrr"),
        ("same-site", "cors", "empty", "https://sub.localhost", "rrrr"),
        ("cross-site", "navigate", "document", null, "arar"),
        ("cross-site", "navigate", "document", "null", "arar"),
        ("cross-site", "navigate", "iframe", null, "rrar"),
        ("cross-site", "navigate", "object", null, "rrar"),
        ("cross-site", "no-cors", "image", null, "rrrr"),
        ("cross-site", "no-cors", "script", null, "rrrr"),
        ("cross-site", "no-cors", "empty", null, "rrrr"),
        ("cross-site", "no-cors", "document", null, "rrrr"),
        ("cross-site", "cors", "empty", Evil, "rrrr"),
        ("cross-site", "cors", "empty", CrossSiteTable.Trusted, "aaaa"),
        ("cross-site", "websocket", "websocket", Evil, "rrrr"),
        ("cross-site", null, null, null, "rrrr"),
        ("other", "no-cors", "image", null, "rrrr"),
        (null, null, null, Evil, "rrrr"),
        (null, null, null, "null", "rrrr"),
        (null, null, null, "https://localhost", "aaaa"),
        (null, null, null, null, "aaaa"),
    ];

    /// <summary>Every request of the table, with its headers, and whether it is allowed.</summary>
    public static IEnumerable<(HttpMethod Method, (string, string)[] Headers, bool Allowed)> Of(SameSiteMode sameSite)
    {
        int column = sameSite switch { SameSiteMode.Lax => 0, SameSiteMode.Strict => 1, _ => 2 };
        foreach ((string? site, string? mode, string? destination, string? origin, string outcomes) in Rows)
        {
            (string, string?)[] headers =
                [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination), ("Origin", origin)];
            (string, string)[] sent =
                [.. headers.Where(static header => header.Item2 is not null).Select(static header => (header.Item1, header.Item2!))];
            yield return (HttpMethod.Get, sent, outcomes[column] == 'a');
            yield return (HttpMethod.Post, sent, outcomes[3] == 'a');
            yield return (HttpMethod.Delete, sent, outcomes[3] == 'a');
        }
    }
}

using System.Text.RegularExpressions;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on practices: each has an answer that can be looked at, or is said to be the app's.</summary>
public sealed partial class PracticesPageTests
{
    private static readonly string[] Practices =
    [
        "unpredictable ids", "hardened cookies", "HTTPS", "idle timeout", "absolute timeout", "sliding timeout", "renewal timeout",
        "timeouts by sensitivity", "graceful expiry", "regeneration on login", "regeneration on logout",
        "regeneration on a change of privileges", "destruction on the server at logout", "limits of concurrent sessions", "devices list",
        "history", "log out everywhere", "secure storage", "shared storage", "encrypted storage", "contents of a session",
        "least privilege", "role changes", "authentication anew after a change of privileges", "second factor", "step-up",
        "cross-site request forgery", "cross-site scripting", "monitoring of logins", "monitoring of addresses", "monitoring of devices",
        "alerts on failed logins", "alerts on floods", "alerts on impossible travel", "place of a sign-in", "audits: a trail",
        "audits: reviews", "short access tokens", "rotating refresh tokens", "revocation of tokens", "validation of tokens",
    ];

    private static readonly DocPage Page = DocPage.Practices;

    [Fact]
    public void Every_practice_has_a_row() => Assert.Equal(Practices, Rows().Select(static row => row.Practice));

    [Fact]
    public void Every_row_names_a_test_or_a_page_or_says_that_it_is_the_apps() => Assert.All(Rows(), static row => Assert.True(
        NamedTests.In(row.Text).Any() || row.Text.Contains("yours to do", StringComparison.Ordinal), row.Practice));

    [Fact]
    public void Every_test_that_it_names_exists() =>
        Assert.All(NamedTests.In(Page.Text), static test => Assert.True(NamedTests.Exists(test), test));

    private static IEnumerable<(string Practice, string Text)> Rows() => Row().Matches(Page.Text)
        .Select(static row => (row.Groups["practice"].Value, row.Value))
        .Where(static row => row.Item1 != "Practice");

    [GeneratedRegex(@"^\| (?<practice>[^|-][^|]*) \| [^|]* \| [^|]* \|[^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page for those who come from elsewhere, against what the framework lets them set there.</summary>
public sealed class MigrationPageTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathTo("docs", "migration.md"));

    [Fact]
    public void Every_setting_of_the_cookie_has_its_substitute() => Assert.All(
        NamesOf(typeof(CookieAuthenticationOptions)).Where(static name => !name.StartsWith("Forward", StringComparison.Ordinal)),
        static name => Assert.Matches($@"\| [^|]*`{name}[`.]", Text));

    [Fact]
    public void Every_option_of_the_frameworks_session_has_its_substitute() => Assert.All(
        NamesOf(typeof(SessionOptions)),
        static name => Assert.Contains($"| `SessionOptions.{name}` |", Text, StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(Type options) => options.GetProperties().Select(static property => property.Name);
}

using SecureSessions.OpenIdConnect;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on providers of OpenID Connect.</summary>
public sealed class OpenIdConnectPageTests
{
    private static readonly DocPage Page = DocPage.OpenIdConnect;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default()
    {
        var options = new OpenIdConnectSessionOptions();

        Assert.Equal(
            [
                (nameof(options.RefreshTokens), "true"),
                (nameof(options.RefreshBefore), $"{options.RefreshBefore.TotalMinutes} minute"),
                (nameof(options.RetryRefreshAfter), $"{options.RetryRefreshAfter.TotalSeconds} seconds"),
                (nameof(options.ConfigureTokenRequest), "none"),
                (nameof(options.LogoutClockSkew), $"{options.LogoutClockSkew.TotalSeconds} seconds"),
            ],
            Page.TableRows("Option"));
        Assert.Equal(
            typeof(OpenIdConnectSessionOptions).GetProperties().Select(static option => option.Name),
            Page.TableRows("Option").Select(static row => row.First));
    }

    [Fact]
    public void The_table_of_log_lines_names_every_line_with_its_level() => Assert.Equal(
        LogLinesOf(typeof(OpenIdConnectSessionOptions).Assembly).Order(), Page.TableRows("Log line").Order());

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/openid-connect.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static IEnumerable<(string, string)> LogLinesOf(System.Reflection.Assembly assembly) => assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(
            System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
        .Select(static method => System.Reflection.CustomAttributeExtensions.GetCustomAttribute<
            Microsoft.Extensions.Logging.LoggerMessageAttribute>(method))
        .OfType<Microsoft.Extensions.Logging.LoggerMessageAttribute>()
        .Select(static line => (line.EventName!, line.Level.ToString()));
}

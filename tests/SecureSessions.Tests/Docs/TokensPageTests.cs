using System.Reflection;
using Microsoft.Extensions.Logging;
using SecureSessions.Tokens;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on tokens.</summary>
public sealed class TokensPageTests
{
    private static readonly DocPage Page = DocPage.Tokens;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default()
    {
        var options = new SessionTokenOptions();

        Assert.Equal(
            [
                (nameof(options.Issuer), "none"),
                (nameof(options.Audiences), "none"),
                (nameof(options.AccessTokenLifetime), $"{options.AccessTokenLifetime.TotalMinutes} minutes"),
                (nameof(options.RefreshIdleTimeout), $"{options.RefreshIdleTimeout.TotalDays} days"),
                (nameof(options.RefreshAbsoluteTimeout), $"{options.RefreshAbsoluteTimeout.TotalDays} days"),
                (nameof(options.RefreshGrace), $"{options.RefreshGrace.TotalMinutes} minute"),
                (nameof(options.RefreshRetryWindow), "none"),
                (nameof(options.SigningKeys), "none"),
                (nameof(options.SigningEpoch), "none"),
                (nameof(options.BrowserClientId), $"`{options.BrowserClientId}`"),
                (nameof(options.SelectClaims), "none"),
            ],
            Page.TableRows("Option"));
        Assert.Equal(
            typeof(SessionTokenOptions).GetProperties().Select(static option => option.Name),
            Page.TableRows("Option").Select(static row => row.First));
    }

    [Fact]
    public void The_table_of_log_lines_names_every_line_with_its_level() => Assert.Equal(
        typeof(SessionTokenOptions).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static line => (line.EventName!, line.Level.ToString()))
            .Order(),
        Page.TableRows("Log line").Order());

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/tokens.md)", DocPage.Readme.Text, StringComparison.Ordinal);
}

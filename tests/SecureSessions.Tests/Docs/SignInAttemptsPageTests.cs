using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on failed sign-ins.</summary>
public sealed class SignInAttemptsPageTests
{
    private static readonly DocPage Page = DocPage.SignInAttempts;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_numbers_of_the_counters_are_those_of_the_code()
    {
        SignInAttemptOptions attempts = new SecureSessionOptions().SignInAttempts;

        Assert.Contains(Text($"| one source on one account | {attempts.SourceFailures} failures |"), Page.Text, StringComparison.Ordinal);
        Assert.Contains(Text($"at most {attempts.MaxSourceWait.TotalMinutes} minutes |"), Page.Text, StringComparison.Ordinal);
        Assert.Contains(
            Text($"| one account, all sources | {attempts.AccountFailures} failures within an hour |"),
            Page.Text,
            StringComparison.Ordinal);
        Assert.Contains(
            Text($"| one account, in a row | {attempts.MaxConsecutiveFailures} failures |"), Page.Text, StringComparison.Ordinal);
        Assert.Contains(
            Text($"| one source on many accounts | more than {SecureSessionDefaults.MaxFailedAccounts} accounts within a minute |"),
            Page.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_lockout_that_it_names_is_the_default_of_Identity() => Assert.Contains(
        Text($"// {new IdentityOptions().Lockout.MaxFailedAccessAttempts} by default"), Page.Text, StringComparison.Ordinal);

    [Fact]
    public void The_readme_leads_here() => Assert.Contains("](docs/sign-in-attempts.md)", DocPage.Readme.Text, StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

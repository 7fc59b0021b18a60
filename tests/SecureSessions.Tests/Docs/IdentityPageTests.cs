using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on ASP.NET Core Identity.</summary>
public sealed class IdentityPageTests
{
    private static readonly DocPage Page = DocPage.Identity;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_interval_that_it_names_is_the_default_of_Identity() => Assert.Contains(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{new SecurityStampValidatorOptions().ValidationInterval.TotalMinutes} minutes by default"),
        Page.Text,
        StringComparison.Ordinal);

    [Fact]
    public void The_deadlines_of_who_is_remembered_are_those_of_the_code() => Assert.Contains(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{SecureSessionDefaults.RememberedIdleTimeout.TotalDays} days without activity, or after "
            + $"{SecureSessionDefaults.RememberedAbsoluteTimeout.TotalDays} days in all"),
        Page.Text,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("ExternalScheme", "Identity.External")]
    [InlineData("TwoFactorUserIdScheme", "Identity.TwoFactorUserId")]
    [InlineData("TwoFactorRememberMeScheme", "Identity.TwoFactorRememberMe")]
    public void The_cookies_that_stay_are_named_as_Identity_names_them(string constant, string cookie)
    {
        Assert.Equal(cookie, typeof(IdentityConstants).GetField(constant)!.GetValue(null));
        Assert.Contains($"| `{cookie}` |", Page.Text, StringComparison.Ordinal);
    }
}

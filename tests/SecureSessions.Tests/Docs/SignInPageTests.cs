using Xunit;

namespace SecureSessions.Tests.Docs;

/// <summary>The page on signing in and out.</summary>
public sealed class SignInPageTests
{
    private static readonly DocPage Page = DocPage.SignIn;

    [Fact]
    public void Every_code_block_is_compiled_and_every_compiled_block_is_shown() =>
        Assert.Equal(Page.Regions.Values.Order(StringComparer.Ordinal), Page.CodeBlocks.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_options_names_every_option_with_its_default() =>
        Assert.Equal(DefaultsInCode.AuthenticationOptions.Order(), Page.TableRows("Option of `AddSecureSession`").Order());
}

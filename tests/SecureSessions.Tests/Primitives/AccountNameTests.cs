using System.Text;
using Xunit;

namespace SecureSessions.Tests.Primitives;

public sealed class AccountNameTests
{
    [Theory]
    [InlineData("anna@example.org")]
    [InlineData("Anna@Example.org")]
    [InlineData("  anna@example.org\t")]
    [InlineData("a\u0300nna@example.org")]
    [InlineData("an\u200Bna@example.org")]
    [InlineData("\u202Eanna@example.org")]
    [InlineData("anna@example.org\0")]
    public void Spellings_that_a_database_may_take_for_one_are_one_name(string spelling) =>
        Assert.Equal("ANNA@EXAMPLE.ORG", AccountName.Normalise(spelling));

    // The runtime has the tables of Unicode for it, unless the app runs in the invariant mode of globalization, as these tests do.
    [Theory]
    [InlineData("\u00E0nna@example.org", "\u00C0NNA@EXAMPLE.ORG")]
    [InlineData("\uFF41\uFF4E\uFF4E\uFF41@example.org", "\uFF21\uFF2E\uFF2E\uFF21@EXAMPLE.ORG")]
    public void Letters_with_accents_and_of_other_widths_are_one_name_where_the_runtime_knows_them(string spelling, string unknown)
    {
        bool isKnown = "\u00E0".Normalize(NormalizationForm.FormKD).Length == 2;

        Assert.Equal(isKnown ? "ANNA@EXAMPLE.ORG" : unknown, AccountName.Normalise(spelling));
    }

    [Theory]
    [InlineData("anna@example.org", "anne@example.org")]
    [InlineData("anna", "an na")]
    [InlineData("Анна", "Аннa")]
    [InlineData("", "a")]
    public void Other_names_are_other_names(string one, string other) =>
        Assert.NotEqual(AccountName.Normalise(one), AccountName.Normalise(other));

    [Theory]
    [InlineData("a\uD800b")]
    [InlineData("\uDC00")]
    public void Half_of_a_surrogate_pair_is_no_error(string broken) =>
        Assert.Contains('\uFFFD', AccountName.Normalise(broken));

    [Fact]
    public void Of_a_long_name_the_beginning_counts()
    {
        string longName = new('x', AccountName.Longest);

        Assert.Equal(AccountName.Normalise(longName), AccountName.Normalise(longName + "y"));
        Assert.NotEqual(AccountName.Normalise(longName), AccountName.Normalise("y" + longName));
    }
}

using System.Globalization;
using System.Text;
using Xunit;

namespace SecureSessions.Tests.Primitives;

public sealed class LogTextTests
{
    [Theory]
    [Trait("Requirement", "LG-5")]
    [InlineData("a\tb\u0001c\u007f", "a?b?c?")]
    [InlineData("a\r\nsession_created: forged", "a??session_created: forged")]
    [InlineData("a\u2028b\u2029c\u0085d", "a?b?c?d")]
    [InlineData("admin\u202Ecod.exe\u2066\u200B\uFEFF", "admin?cod.exe???")]
    [InlineData("tagged\U000E0041", "tagged?")]
    [InlineData("Zoë \U0001F600 東京", "Zoë \U0001F600 東京")]
    [InlineData("\"quoted\" and C:\\path", "\"quoted\" and C:\\path")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void What_is_not_seen_is_replaced(string? text, string? neutral) => Assert.Equal(neutral, LogText.Neutralise(text));

    // Not data of the theory above: an attribute cannot hold half a character.
    [Fact]
    [Trait("Requirement", "LG-5")]
    public void Half_a_character_is_replaced()
    {
        Assert.Equal("half ? of one", LogText.Neutralise("half \uD83D of one"));
        Assert.Equal("the other ? half", LogText.Neutralise("the other \uDE00 half"));
        Assert.Equal("at the end ?", LogText.Neutralise("at the end \uD83D"));
    }

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void Not_one_control_format_or_separating_character_of_all_of_Unicode_passes() =>
        Assert.All(
            Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(static code => new Rune(code)).Where(Steers),
            static rune => Assert.Equal("?", LogText.Neutralise(rune.ToString())));

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void Text_is_cut_to_256_characters_and_no_character_in_half()
    {
        Assert.Equal(256, LogText.Neutralise(new string('a', 10_000))!.Length);
        Assert.Equal(new string('a', 255) + "?", LogText.Neutralise(new string('a', 255) + "\U0001F600"));
    }

    [Theory]
    [Trait("Requirement", "LG-5")]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82", "auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("mallory by=admin", "\"mallory by=admin\"")]
    [InlineData("mallory\u00A0by=admin", "\"mallory\u00A0by=admin\"")]
    [InlineData("mallory\" by=\"admin", "\"mallory\\\" by=\\\"admin\"")]
    [InlineData("CORP\\alice", "\"CORP\\\\alice\"")]
    [InlineData("\\\" by=admin", "\"\\\\\\\" by=admin\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, null)]
    public void A_part_of_a_line_that_is_no_plain_word_stands_in_quotes(string? text, string? part) =>
        Assert.Equal(part, LogText.Part(text));

    [Fact]
    [Trait("Requirement", "LG-5")]
    public void A_part_of_a_line_is_bounded_too() => Assert.Equal(256 + 2, LogText.Part(new string('a', 10_000))!.Length);

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

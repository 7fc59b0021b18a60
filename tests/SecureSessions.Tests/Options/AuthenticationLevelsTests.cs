using Xunit;

namespace SecureSessions.Tests;

public sealed class AuthenticationLevelsTests
{
    private readonly AuthenticationLevels _levels = new(["low", "middle", "high"]);

    [Theory]
    [Trait("Requirement", "SU-2")]
    [InlineData("low", "low", true)]
    [InlineData("high", "low", true)]
    [InlineData("high", "middle", true)]
    [InlineData("low", "middle", false)]
    [InlineData("LOW", "low", false)]
    [InlineData("other", "other", true)]
    [InlineData("other", "low", false)]
    [InlineData("high", "other", false)]
    [InlineData(null, "low", false)]
    [InlineData(null, "other", false)]
    public void A_level_meets_a_requirement_of_itself_and_of_lower_levels(string? level, string required, bool meets) =>
        Assert.Equal(meets, _levels.Meets(level, required));

    [Theory]
    [InlineData("low", "high", "high")]
    [InlineData("high", "low", "high")]
    [InlineData(null, "low", "low")]
    [InlineData("low", null, "low")]
    [InlineData("other", "low", "low")]
    [InlineData("low", "other", "low")]
    [InlineData(null, null, null)]
    public void The_stricter_of_two_levels_is_the_higher_one(string? one, string? other, string? stricter) =>
        Assert.Equal(stricter, _levels.Stricter(one, other));

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", true)]
    [InlineData("a\"b\\c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("two words", false)]
    [InlineData("a\tb", false)]
    [InlineData("h\u00f6her", false)]
    public void A_level_that_fits_into_a_list_in_a_header_can_be_requested(string? level, bool isValid) =>
        Assert.Equal(isValid, AuthenticationLevels.IsValidName(level));
}

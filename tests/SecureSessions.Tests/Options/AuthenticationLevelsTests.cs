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
    public void A_level_serves_for_itself_and_for_lower_ones(string? level, string required, bool serves) =>
        Assert.Equal(serves, _levels.Serves(level, required));

    [Theory]
    [InlineData("low", "high", "high")]
    [InlineData("high", "low", "high")]
    [InlineData(null, "low", "low")]
    [InlineData("low", null, "low")]
    [InlineData("other", "low", "low")]
    [InlineData("low", "other", "low")]
    [InlineData(null, null, null)]
    public void The_stricter_of_two_is_the_higher_one(string? one, string? other, string? stricter) => Assert.Equal(stricter, _levels.Stricter(one, other));

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", true)]
    [InlineData("a\"b\\c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("two words", false)]
    [InlineData("a\tb", false)]
    [InlineData("h\u00f6her", false)]
    public void What_travels_in_a_header_among_others_can_be_asked_for(string? level, bool askable) => Assert.Equal(askable, AuthenticationLevels.IsAskable(level));
}

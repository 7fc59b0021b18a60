using Xunit;

namespace SecureSessions.Tests.StepUp;

public sealed class FreshAuthenticationRequirementTests
{
    [Theory]
    [Trait("Requirement", "SU-2")]
    [InlineData(300, null, "the user must have authenticated within the last 300 seconds.")]
    [InlineData(null, "aal2", "the user must have authenticated at level aal2.")]
    [InlineData(300, "aal2", "the user must have authenticated within the last 300 seconds at level aal2.")]
    public void A_fresh_authentication_requirement_says_what_it_requires(int? seconds, string? level, string text) =>
        Assert.Equal($"FreshAuthenticationRequirement: {text}", Create(seconds, level).ToString());

    [Theory]
    [InlineData(null, null)]
    [InlineData(0, null)]
    [InlineData(-1, "aal2")]
    [InlineData(300, "")]
    [InlineData(300, "two words")]
    [InlineData(300, "a\nb")]
    public void A_requirement_of_nothing_or_of_the_impossible_is_refused(int? seconds, string? level) =>
        Assert.ThrowsAny<ArgumentException>(() => Create(seconds, level));

    [Fact]
    public void The_attribute_requires_what_the_requirement_requires()
    {
        var attribute = new RequireFreshAuthenticationAttribute(300, "aal2");

        Assert.Equal(
            (300, "aal2", 0, null),
            (
                attribute.MaxAgeSeconds,
                attribute.Level,
                new RequireFreshAuthenticationAttribute("aal2").MaxAgeSeconds,
                new RequireFreshAuthenticationAttribute(5).Level));
        Assert.Equal(Create(300, "aal2").ToString(), Assert.Single(attribute.GetRequirements()).ToString());
        Assert.ThrowsAny<ArgumentException>(static () => new RequireFreshAuthenticationAttribute(0));
    }

    private static FreshAuthenticationRequirement Create(int? seconds, string? level) =>
        new(seconds is { } number ? TimeSpan.FromSeconds(number) : null, level);
}

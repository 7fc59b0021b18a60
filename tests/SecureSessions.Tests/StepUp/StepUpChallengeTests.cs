using System.Net.Http.Headers;
using Xunit;

namespace SecureSessions.Tests.StepUp;

public sealed class StepUpChallengeTests
{
    private const string Error = "Bearer error=\"insufficient_user_authentication\", ";

    [Theory]
    [Trait("Requirement", "SU-4")]
    [InlineData(300, null, "error_description=\"A more recent authentication is required\", max_age=\"300\"")]
    [InlineData(null, "aal2", "error_description=\"A higher level of authentication is required\", acr_values=\"aal2\"")]
    [InlineData(
        1,
        "aal2",
        "error_description=\"A more recent authentication, of a certain level, is required\", acr_values=\"aal2\", max_age=\"1\"")]
    public void The_challenge_of_a_step_up_is_that_of_RFC_9470(int? seconds, string? level, string parameters) =>
        Assert.Equal(Error + parameters, Text(seconds, level));

    [Theory]
    [Trait("Requirement", "SU-4")]
    [InlineData("a\"b", "acr_values=\"a\\\"b\"")]
    [InlineData("a\\", "acr_values=\"a\\\\\"")]
    [InlineData("a, max_age=\"9", "acr_values=\"a, max_age=\\\"9\"")]
    public void A_level_cannot_add_parameters_of_its_own(string level, string parameter)
    {
        string text = Text(null, level);

        Assert.EndsWith(parameter, text, StringComparison.Ordinal);
        Assert.Equal("Bearer", AuthenticationHeaderValue.Parse(text).Scheme);
    }

    private static string Text(int? seconds, string? level) =>
        new StepUpChallenge(seconds is { } number ? TimeSpan.FromSeconds(number) : null, level).ToString();
}

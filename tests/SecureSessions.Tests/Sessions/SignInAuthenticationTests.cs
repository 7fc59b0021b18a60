using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Xunit;

namespace SecureSessions.Tests.Sessions;

public sealed class SignInAuthenticationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly AuthenticationProperties _properties = new();

    [Fact]
    [Trait("Requirement", "SU-1")]
    public void A_sign_in_without_claims_or_properties_has_the_present_time_no_methods_and_no_level()
    {
        SessionAuthentication authentication = Read();

        Assert.Equal((Now, 0, null), (authentication.At, authentication.Methods.Count, authentication.Level));
    }

    [Theory]
    [Trait("Requirement", "SU-1")]
    [InlineData("amr", "acr", "auth_time")]
    [InlineData(
        "http://schemas.microsoft.com/claims/authnmethodsreferences",
        "http://schemas.microsoft.com/claims/authnclassreference",
        ClaimTypes.AuthenticationInstant)]
    public void The_claims_of_an_authentication_are_read_under_either_name(string amr, string acr, string time)
    {
        SessionAuthentication authentication = Read((amr, "pwd"), (amr, "otp"), (acr, "aal2"), (time, "1799999000"));

        Assert.Equal(["pwd", "otp"], authentication.Methods);
        Assert.Equal(("aal2", Now.AddSeconds(-1000)), (authentication.Level, authentication.At));
    }

    [Theory]
    [Trait("Requirement", "SU-7")]
    [InlineData("1799999000", -1000)]
    [InlineData("1.799999E9", -1000)]
    [InlineData("2027-01-15T07:43:20Z", -1000)]
    [InlineData("1800000001", 0)]
    [InlineData("9e99", 0)]
    [InlineData("0", -1_800_000_000)]
    public void An_authentication_time_of_a_provider_may_be_in_the_past_but_not_in_the_future(string time, int age) =>
        Assert.Equal(Now.AddSeconds(age), Read(("auth_time", time)).At);

    [Theory]
    [Trait("Requirement", "SU-7")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void An_authentication_time_that_cannot_be_read_is_refused(string time)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Read(("auth_time", time)));

        Assert.Contains("SetSessionAuthentication()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_authentication_methods_in_claims_are_refused_with_a_message_that_says_how_to_mend_it() => Assert.Contains(
        "names 17 methods",
        Assert.Throws<InvalidOperationException>(() => Read([.. Enumerable.Range(0, 17).Select(static n => ("amr", $"m{n}"))])).Message,
        StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "SU-1")]
    public void An_authentication_in_the_properties_takes_precedence_over_the_claims()
    {
        _properties.SetSessionAuthentication(["hwk"], "aal3", Now.AddMinutes(-3));

        SessionAuthentication authentication = Read(("amr", "pwd"), ("acr", "aal1"), ("auth_time", "1"));

        Assert.Equal(["hwk"], authentication.Methods);
        Assert.Equal(("aal3", Now.AddMinutes(-3)), (authentication.Level, authentication.At));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Properties_without_a_time_or_with_one_in_the_future_mean_the_moment_of_the_sign_in(int? ahead)
    {
        _properties.SetSessionAuthentication(["pwd"], at: ahead is { } seconds ? Now.AddSeconds(seconds) : null);

        Assert.Equal(Now, Read().At);
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("AQID")]
    [InlineData("")]
    [InlineData(null)]
    public void An_authentication_item_that_was_tampered_with_is_refused(string? value)
    {
        _properties.SetSessionAuthentication(["pwd"]);
        _properties.Items[Assert.Single(_properties.Items).Key] = value;

        Assert.Contains(
            "was not set by SecureSessions", Assert.Throws<InvalidOperationException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_properties_refuse_an_authentication_that_could_not_be_stored() =>
        Assert.Throws<ArgumentException>(() => _properties.SetSessionAuthentication(["pwd"], new string('l', 1000)));

    private SessionAuthentication Read(params (string Type, string Value)[] claims) => SignInAuthentication.Of(
        _properties, new ClaimsPrincipal(
            new ClaimsIdentity(claims.Select(static claim => new Claim(claim.Type, claim.Value)), "test")), Now);
}

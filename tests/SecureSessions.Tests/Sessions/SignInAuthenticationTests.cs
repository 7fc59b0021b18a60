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
    public void Where_nobody_says_anything_it_was_now_by_nothing_and_is_worth_nothing()
    {
        SessionAuthentication authentication = Read();

        Assert.Equal((Now, 0, null), (authentication.At, authentication.Methods.Count, authentication.Level));
    }

    [Theory]
    [Trait("Requirement", "SU-1")]
    [InlineData("amr", "acr", "auth_time")]
    [InlineData("http://schemas.microsoft.com/claims/authnmethodsreferences", "http://schemas.microsoft.com/claims/authnclassreference", ClaimTypes.AuthenticationInstant)]
    public void Claims_say_it_under_either_name(string amr, string acr, string time)
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
    public void A_provider_may_say_that_it_was_long_ago_but_not_that_it_will_be(string time, int age) =>
        Assert.Equal(Now.AddSeconds(age), Read(("auth_time", time)).At);

    [Theory]
    [Trait("Requirement", "SU-7")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void A_time_that_nobody_understands_is_not_taken_for_now(string time)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Read(("auth_time", time)));

        Assert.Contains("SetSessionAuthentication()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_methods_than_can_be_kept_are_refused_with_the_cure() => Assert.Contains(
        "names 17 methods",
        Assert.Throws<InvalidOperationException>(() => Read([.. Enumerable.Range(0, 17).Select(static n => ("amr", $"m{n}"))])).Message,
        StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "SU-1")]
    public void What_the_properties_say_goes_before_the_claims()
    {
        _properties.SetSessionAuthentication(["hwk"], "aal3", Now.AddMinutes(-3));

        SessionAuthentication authentication = Read(("amr", "pwd"), ("acr", "aal1"), ("auth_time", "1"));

        Assert.Equal(["hwk"], authentication.Methods);
        Assert.Equal(("aal3", Now.AddMinutes(-3)), (authentication.Level, authentication.At));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Properties_without_a_time_or_with_one_in_the_future_mean_now(int? ahead)
    {
        _properties.SetSessionAuthentication(["pwd"], at: ahead is { } seconds ? Now.AddSeconds(seconds) : null);

        Assert.Equal(Now, Read().At);
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("AQID")]
    [InlineData("")]
    [InlineData(null)]
    public void An_item_that_was_tampered_with_is_refused(string? value)
    {
        _properties.SetSessionAuthentication(["pwd"]);
        _properties.Items[Assert.Single(_properties.Items).Key] = value;

        Assert.Contains("none of ours", Assert.Throws<InvalidOperationException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_properties_refuse_what_could_not_be_stored() =>
        Assert.Throws<ArgumentException>(() => _properties.SetSessionAuthentication(["pwd"], new string('l', 1000)));

    private SessionAuthentication Read(params (string Type, string Value)[] claims) => SignInAuthentication.Of(
        _properties, new ClaimsPrincipal(new ClaimsIdentity(claims.Select(static claim => new Claim(claim.Type, claim.Value)), "test")), Now);
}

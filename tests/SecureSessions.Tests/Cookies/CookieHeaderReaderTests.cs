using Microsoft.Extensions.Primitives;
using Xunit;

namespace SecureSessions.Tests.Cookies;

public sealed class CookieHeaderReaderTests
{
    [Theory]
    [InlineData("__Host-id=v")]
    [InlineData("a=1; __Host-id=v; b=2")]
    [InlineData("a=1;__Host-id=v;b=2")]
    [InlineData(" \t__Host-id \t=\t v \t")]
    [InlineData("a=\"x; __Host-id=v")]
    [InlineData("$Version=1; \u00e4=\u00f6; =nameless; naked; __Host-id=v; ;;")]
    public void One_cookie_of_the_name_is_found_among_whatever_else(string header) => AssertSingle(header, "v");

    [Theory]
    [InlineData("__Host-id=a=b==", "a=b==")]
    [InlineData("__Host-id=", "")]
    [InlineData("__Host-id=\"quoted\"", "\"quoted\"")]
    [InlineData("__Host-id=%41", "%41")]
    public void The_value_of_a_cookie_is_not_decoded(string header, string value) => AssertSingle(header, value);

    [Theory]
    [Trait("Requirement", "CK-3")]
    [InlineData("__host-id=v")]
    [InlineData("__HOST-id=v")]
    [InlineData("__Host-ID=v")]
    [InlineData("x__Host-id=v")]
    [InlineData("__Host-idx=v")]
    [InlineData("\u00a0__Host-id=v")]
    [InlineData("\"__Host-id\"=v")]
    [InlineData("__Host-id")]
    [InlineData("a=__Host-id")]
    [InlineData("=__Host-id=v")]
    [InlineData("")]
    public void A_cookie_of_any_other_name_is_not_found(string header) =>
        Assert.Equal(0, CookieHeaderReader.Read(header, "__Host-id", out _));

    [Theory]
    [Trait("Requirement", "ID-7")]
    [InlineData("__Host-id=attacker; __Host-id=victim")]
    [InlineData("__Host-id=victim; __Host-id=attacker")]
    [InlineData("__Host-id=same; __Host-id=same; __Host-id=other")]
    [InlineData("__Host-id=x; __Host-id=")]
    public void Two_cookies_of_the_name_are_a_duplicate_in_either_order(string header)
    {
        Assert.Equal(2, CookieHeaderReader.Read(header, "__Host-id", out ReadOnlySpan<char> value));
        Assert.True(value.IsEmpty);
    }

    [Theory]
    [InlineData("__Host-id=v; __Host-id=v")]
    [InlineData("__Host-id=v; a=b; __Host-id= v ; __Host-id=v")]
    public void Copies_of_one_cookie_count_as_one(string header) => AssertSingle(header, "v");

    [Theory]
    [InlineData("__Host-id=x; __Host-id=y", "x", "y")]
    [InlineData("__Host-id=y; __Host-id=y; a=b; __Host-id=x; __Host-id=y", "y", "x")]
    [InlineData("__Host-id=; __Host-id=x", "", "x")]
    public void Both_values_of_two_cookies_are_read(string header, string first, string second)
    {
        Assert.Equal(2, CookieHeaderReader.Read(header, "__Host-id", out ReadOnlySpan<char> one, out ReadOnlySpan<char> other));
        Assert.Equal((first, second), (one.ToString(), other.ToString()));
    }

    [Theory]
    [InlineData("__Host-id=x; __Host-id=y; __Host-id=z")]
    [InlineData("__Host-id=; a=b; __Host-id=x; __Host-id=y; __Host-id=x")]
    public void More_than_two_different_cookies_of_the_name_are_too_many(string header)
    {
        Assert.Equal(CookieHeaderReader.Many, CookieHeaderReader.Read(header, "__Host-id", out ReadOnlySpan<char> value));
        Assert.True(value.IsEmpty);
    }

    [Fact]
    [Trait("Requirement", "ID-7")]
    public void Several_header_fields_are_read_as_one()
    {
        Assert.Equal(
            1, CookieHeaderReader.Read(new StringValues(["a=1", "__Host-id=v", "b=2"]), "__Host-id", out ReadOnlySpan<char> value));
        Assert.Equal("v", value.ToString());
        Assert.Equal(2, CookieHeaderReader.Read(new StringValues(["__Host-id=a", "__Host-id=b"]), "__Host-id", out _));
    }

    private static void AssertSingle(string header, string expected)
    {
        Assert.Equal(1, CookieHeaderReader.Read(header, "__Host-id", out ReadOnlySpan<char> value));
        Assert.Equal(expected, value.ToString());
    }
}

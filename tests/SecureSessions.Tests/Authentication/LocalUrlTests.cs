using Xunit;

namespace SecureSessions.Tests.Authentication;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("/a//b?c=//d#e")]
    [InlineData("/%2F/evil.example")]
    [InlineData("/é")]
    public void A_path_from_the_root_is_local(string url) => Assert.True(LocalUrl.IsLocal(url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("~/a")]
    [InlineData("?a")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("///evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData(" /a")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\r\nSet-Cookie: id=1")]
    [InlineData("/a\u0000")]
    [InlineData("/a\u0085")]
    public void A_url_that_is_no_path_from_the_root_is_not_local(string? url) => Assert.False(LocalUrl.IsLocal(url));

    [Theory]
    [InlineData("/a b?c=%20&d=e#f", "/a b?c=%20&d=e#f")]
    [InlineData("/caf\u00e9?q=\u00e4&p=%25#\u00fc", "/caf%C3%A9?q=%C3%A4&p=%25#%C3%BC")]
    [InlineData("/\ud83c\udf6a//x", "/%F0%9F%8D%AA//x")]
    public void A_local_url_that_is_not_ascii_is_encoded(string url, string encoded) => Assert.Equal(encoded, LocalUrl.Encode(url));
}

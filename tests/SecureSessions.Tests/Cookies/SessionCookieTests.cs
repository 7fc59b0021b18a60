using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Cookies;

public sealed class SessionCookieTests
{
    private static readonly SessionToken Token = SessionToken.Create();

    [Fact]
    public void Every_attribute_is_in_the_line_and_in_the_deletion()
    {
        var cookie = new SessionCookie("__Secure-id", "/app", "example.com", SameSiteMode.None, secure: true, partitioned: true);
        const string Attributes = "; Path=/app; Domain=example.com; Secure; HttpOnly; SameSite=None; Partitioned";

        Assert.Equal($"__Secure-id={Token.ToCookieValue()}{Attributes}", Line(headers => cookie.Set(headers, Token, maxAge: null)));
        Assert.Equal($"__Secure-id=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{Attributes}", Line(cookie.Delete));
    }

    [Fact]
    public void An_attribute_that_is_not_set_is_not_in_the_line()
    {
        var cookie = new SessionCookie("id", "/", null, SameSiteMode.Lax, secure: false, partitioned: false);

        Assert.Equal(
            $"id={Token.ToCookieValue()}; Path=/; HttpOnly; SameSite=Lax", Line(headers => cookie.Set(headers, Token, maxAge: null)));
    }

    [Fact]
    public void Removing_the_only_line_leaves_no_Set_Cookie_header()
    {
        var cookie = new SessionCookie("__Host-id", "/", null, SameSiteMode.Lax, secure: true, partitioned: false);
        var headers = new HeaderDictionary();
        cookie.Set(headers, Token, maxAge: null);

        cookie.Remove(headers);

        Assert.False(headers.ContainsKey("Set-Cookie"));
    }

    [Theory]
    [Trait("Requirement", "CK-6")]
    [InlineData(1000, "34560000")]
    [InlineData(400, "34560000")]
    [InlineData(1, "86400")]
    public void A_persistent_cookie_lives_400_days_at_most(int days, string maxAge)
    {
        var cookie = new SessionCookie("__Host-id", "/", null, SameSiteMode.Lax, secure: true, partitioned: false);

        Assert.Equal(maxAge, ParsedCookie.Parse(Line(headers => cookie.Set(headers, Token, TimeSpan.FromDays(days)))).MaxAge);
    }

    [Fact]
    public void Setting_the_cookie_again_replaces_its_own_line_and_no_other()
    {
        var cookie = new SessionCookie("id", "/", null, SameSiteMode.Lax, secure: false, partitioned: false);
        IHeaderDictionary headers = new HeaderDictionary();
        headers.SetCookie = new(["id2=app; Path=/", "other=1", "id"]);

        cookie.Set(headers, Token, maxAge: null);
        cookie.Delete(headers);
        Assert.Equal(4, headers.SetCookie.Count);
        cookie.Remove(headers);

        Assert.Equal("id2=app; Path=/|other=1|id", string.Join("|", headers.SetCookie.ToArray()));
    }

    private static string Line(Action<IHeaderDictionary> act)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        act(headers);
        return Assert.Single(headers.SetCookie.ToArray())!;
    }
}

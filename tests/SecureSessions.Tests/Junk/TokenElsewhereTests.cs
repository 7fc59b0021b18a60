using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Junk;

public sealed class TokenElsewhereTests
{
    [Theory]
    [Trait("Requirement", "ID-5")]
    [InlineData("/do?__Host-id={0}&id={0}&sid={0}", "X-Nothing", "")]
    [InlineData("/do;__Host-id={0}", "X-Nothing", "")]
    [InlineData("/do", "Authorization", "Bearer {0}")]
    [InlineData("/do", "__Host-id", "{0}")]
    [InlineData("/do", "X-Session-Id", "{0}")]
    [InlineData("/do", "Cookie", "id={0}; sid={0}; __host-id={0}; __Http-id={0}")]
    public async Task A_valid_token_anywhere_but_in_the_cookie_is_not_read(string address, string header, string value)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Host.SearchesLogs = false;
        string token = scripted.Tab.Token!;
        using Browser other = scripted.Host.NewBrowser();
        scripted.Store.ForgetCalls();

        Page page = await other.GetAsync(string.Format(null, address, token), (header, string.Format(null, value, token)));

        Assert.DoesNotContain("ada", page.Body, StringComparison.Ordinal);
        Assert.Empty(scripted.Store.Calls);
    }

    [Fact]
    [Trait("Requirement", "ID-5")]
    public async Task A_valid_token_in_a_form_is_not_read()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser other = scripted.Host.NewBrowser();
        var form =
            new Dictionary<string, string> { [SecureSessionDefaults.CookieName] = scripted.Tab.Token!, ["sid"] = scripted.Tab.Token! };

        Page page = await other.PostAsync("/do", form);

        Assert.Null(Answer.Parse(page).User);
    }
}

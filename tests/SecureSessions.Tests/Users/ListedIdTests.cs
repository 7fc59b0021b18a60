using System.Buffers.Text;
using Microsoft.AspNetCore.Builder;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>The id that a list shows of a session is no secret: however it is sent, it signs nobody in.</summary>
public sealed class ListedIdTests
{
    private const string Name = SecureSessionDefaults.CookieName;

    [Theory]
    [Trait("Requirement", "MS-1")]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    [InlineData("{0}{0}")]
    [InlineData("{0}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA{0}")]
    [InlineData("{0}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("{0}==")]
    [InlineData("%22{0}%22")]
    [InlineData(" {0} ")]
    [InlineData("{0}; __Host-id={0}")]
    [InlineData("; id={0}")]
    [InlineData("; $Version=1; __Host-id={0}; $Path=/")]
    [InlineData("; __host-id={0}; __HOST-ID={0}; .AspNetCore.Session={0}; sid={0}")]
    public async Task A_listed_id_as_a_cookie_signs_nobody_in(string format)
    {
        await using SessionHost host = await StartAsync();
        using Browser alice = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        using Browser other = host.NewBrowser();

        Page page = await other.GetAsync("/who", ("Cookie", $"{Name}={string.Format(null, format, IdOf(alice))}"));

        Assert.Equal("nobody", page.Body);
        Assert.Equal("alice", (await alice.GetAsync("/who")).Body);
    }

    [Theory]
    [Trait("Requirement", "MS-1")]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "Basic {0}")]
    [InlineData("X-Session-Id", "{0}")]
    [InlineData(Name, "{0}")]
    public async Task A_listed_id_in_another_header_or_in_the_address_signs_nobody_in(string header, string format)
    {
        await using SessionHost host = await StartAsync();
        using Browser alice = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        using Browser other = host.NewBrowser();

        Page page = await other.GetAsync($"/who?{Name}={IdOf(alice)}&id={IdOf(alice)}", (header, string.Format(null, format, IdOf(alice))));

        Assert.Equal("nobody", page.Body);
    }

    [Fact]
    [Trait("Requirement", "MS-1")]
    public async Task A_listed_id_with_the_secret_of_another_session_signs_nobody_in_and_ends_nothing()
    {
        await using SessionHost host = await StartAsync();
        using Browser alice = host.NewBrowser();
        using Browser mallory = host.NewBrowser();
        await alice.GetAsync("/sign-in/alice");
        await mallory.GetAsync("/sign-in/mallory");
        mallory.Token = Join(alice.Token!, mallory.Token!);

        Assert.Equal("nobody", (await mallory.GetAsync("/who")).Body);
        Assert.Equal("alice", (await alice.GetAsync("/who")).Body);
    }

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(static app =>
    {
        SmallApp.Map(app);
        app.MapSecureSessions();
    });

    private static string IdOf(Browser browser) =>
        SessionToken.TryParse(browser.Token, out SessionToken token) ? token.Id.ToString() : "none";

    private static string Join(string idOf, string secretOf) =>
        Base64Url.EncodeToString(
            [.. Base64Url.DecodeFromChars(idOf)[..SessionId.Size], .. Base64Url.DecodeFromChars(secretOf)[SessionId.Size..]]);
}

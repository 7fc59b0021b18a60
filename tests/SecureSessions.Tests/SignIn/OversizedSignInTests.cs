using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed class OversizedSignInTests
{
    [Fact]
    public async Task A_sign_in_that_does_not_fit_leaves_the_anonymous_session_as_it_was()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, static options => options.MaxPayloadBytes = 1024);
        using Browser browser = host.NewBrowser();
        string value = new('v', 900);
        await browser.GetAsync("/set/a/" + value);

        await Assert.ThrowsAsync<SessionPayloadTooLargeException>(() => browser.GetAsync("/sign-in/alice"));

        Page page = await browser.GetAsync("/get/a");
        Assert.Equal((HttpStatusCode.OK, value), (page.Status, page.Body));
    }
}

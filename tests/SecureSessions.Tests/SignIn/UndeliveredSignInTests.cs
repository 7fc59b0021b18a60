using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecureSessions.TestKit;
using SecureSessions.Tests.Authentication;
using Xunit;

namespace SecureSessions.Tests.SignIn;

public sealed class UndeliveredSignInTests
{
    [Theory]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_sign_in_whose_cookie_was_not_sent_is_ended_even_outside_of_the_session_middleware(ServerKind kind)
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Kind = kind,
            Before = static app => app.Use(static async (HttpContext context, RequestDelegate _) =>
            {
                await context.SignInAsync(TestUsers.Alice);
                throw new InvalidOperationException("after the sign-in");
            }),
        });
        using Browser browser = host.NewBrowser();

        Page page = await browser.GetAsync("/");

        Assert.Equal((HttpStatusCode.InternalServerError, null), (page.Status, browser.Token));

        // The answer is with the client before the server is done with the request.
        await Poll.UntilAsync(() => host.Events.Of(SessionEventType.Expired).Count > 0, "it is taken back");
        Assert.Equal(SessionEndReason.Undelivered, Assert.Single(host.Events.Of(SessionEventType.Expired)).Reason);
    }
}

using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tokens.Tests.Hosting;
using Xunit;

namespace SecureSessions.Tokens.Tests.Sessions;

public sealed class SessionLimitTests
{
    [Fact]
    public async Task A_client_counts_and_the_oldest_session_makes_room_for_it()
    {
        await using TokenHost host = await TokenHost.StartAsync(
            new TokenHostSettings { Sessions = static sessions => sessions.MaxSessionsPerUser = 2 });
        using Browser browser = host.Host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        TokenReply first = await host.SignInAsync();

        TokenReply second = await host.SignInAsync();

        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(first.Access));
        await host.SignInAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(first.Access));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(second.Access));
    }

    [Fact]
    [Trait("Requirement", "MS-3")]
    public async Task The_app_sets_a_limit_for_the_sign_in_of_a_client_by_its_name()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Sessions = static sessions => sessions.LifetimePolicy = static context =>
            {
                if (context.ClientId == "backup")
                    context.MaxSessions = 1;
                return ValueTask.CompletedTask;
            },
        });
        TokenReply first = await host.SignInAsync();
        TokenReply second = await host.SignInAsync();
        Assert.Equal(2, (await host.Host.Manager.ListAsync("ada")).Count);

        TokenReply backup = await host.SignInAsync(query: "?client=backup");

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            [await host.StatusAsync(first.Access), await host.StatusAsync(second.Access), await host.StatusAsync(backup.Access)]);
    }

    [Fact]
    public async Task A_limit_that_refuses_new_sessions_answers_a_client_409()
    {
        await using TokenHost host = await TokenHost.StartAsync(new TokenHostSettings
        {
            Sessions = static sessions =>
            {
                sessions.MaxSessionsPerUser = 1;
                sessions.SessionLimit = SessionLimitBehavior.RefuseNew;
            },
        });
        TokenReply first = await host.SignInAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await host.SignInAsync()).Status);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(first.Access));
        Assert.Single(await host.Host.Manager.ListAsync("ada"));
    }
}

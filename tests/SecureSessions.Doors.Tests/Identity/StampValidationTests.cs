using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;
using static SecureSessions.TestKit.StoreOperation;

namespace SecureSessions.Doors.Tests.Identity;

/// <summary>Security stamps are validated once in an interval, and cost the store nothing in between.</summary>
public sealed class StampValidationTests
{
    [Fact]
    public async Task Between_two_validations_a_request_costs_one_call_to_the_store_and_a_validation_one_more()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(configure: static services =>
            services.Configure<SecurityStampValidatorOptions>(static options => options.ValidationInterval = TimeSpan.FromMinutes(5)));
        using Browser browser = await app.RegisterAsync();
        string token = browser.Token!;

        app.Host.Clock.Leap(TimeSpan.FromMinutes(5));
        Assert.Equal([Find], await CallsOfARequestAsync(app, browser));
        app.Host.Clock.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal([Find, Replace], await CallsOfARequestAsync(app, browser));
        Assert.Equal([Find], await CallsOfARequestAsync(app, browser));
        app.Host.Clock.Leap(TimeSpan.FromMinutes(5));
        Assert.Equal([Find], await CallsOfARequestAsync(app, browser));
        app.Host.Clock.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal([Find, Replace], await CallsOfARequestAsync(app, browser));

        Assert.Equal((token, 0), (browser.Token, app.Host.Events.Of(SessionEventType.Refreshed).Count));
    }

    [Fact]
    public async Task The_interval_of_the_app_is_kept()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(configure: static services =>
            services.Configure<SecurityStampValidatorOptions>(static options => options.ValidationInterval = TimeSpan.FromMinutes(1)));
        using Browser browser = await app.RegisterAsync();
        await app.WithUsersAsync(static (users, user) => users.UpdateSecurityStampAsync(user));

        app.Host.Clock.Leap(TimeSpan.FromMinutes(1));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        app.Host.Clock.Leap(TimeSpan.FromSeconds(1));

        Assert.Equal("nobody", await IdentityApp.UserAsync(browser));
    }

    [Fact]
    public async Task A_validation_keeps_how_the_user_signed_in_and_shows_new_claims()
    {
        await using IdentityApp app = await IdentityApp.StartAsync();
        using Browser registered = await app.RegisterAsync();
        using Browser browser = await app.SignInAsync();
        await app.WithUsersAsync(static (users, user) =>
            users.AddClaimAsync(user, new System.Security.Claims.Claim("team", "blue")));

        app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal("none", (await browser.GetAsync("/claim/team")).Body);
        app.Host.Clock.Leap(TimeSpan.FromMinutes(16));

        Assert.Equal("blue", (await browser.GetAsync("/claim/team")).Body);
        Assert.Equal("pwd", (await browser.GetAsync("/claim/amr")).Body);
    }

    [Fact]
    public async Task A_hook_of_the_app_at_the_validation_runs()
    {
        await using IdentityApp app = await IdentityApp.StartAsync(configure: static services =>
            services.Configure<SecurityStampValidatorOptions>(static options => options.OnRefreshingPrincipal = static context =>
            {
                context.NewPrincipal!.Identities.First().AddClaim(new System.Security.Claims.Claim("seen", "yes"));
                return Task.CompletedTask;
            }));
        using Browser browser = await app.RegisterAsync();

        app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        await IdentityApp.UserAsync(browser);
        app.Host.Clock.Leap(TimeSpan.FromMinutes(16));

        Assert.Equal("yes", (await browser.GetAsync("/claim/seen")).Body);
    }

    [Fact]
    public async Task A_database_of_users_that_does_not_answer_at_a_validation_ends_no_session()
    {
        await using IdentityApp app = await IdentityApp.StartAsync();
        using Browser browser = await app.RegisterAsync();
        string id = Assert.Single(await app.SessionsAsync()).Id.ToString();
        string user = await app.WithUsersAsync(static (_, user) => Task.FromResult(user.Id));
        app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        await IdentityApp.UserAsync(browser);
        await app.LoseUsersAsync();

        app.Host.Clock.Leap(TimeSpan.FromMinutes(15));
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        app.Host.Clock.Leap(TimeSpan.FromSeconds(1));
        Page page = await browser.GetAsync("/me");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal(id, Assert.Single(await app.Host.Manager.ListAsync(user)).Id.ToString());
        Assert.Single(app.Host.Logs.Of("session_validation_fail"));
    }

    private static async Task<StoreOperation[]> CallsOfARequestAsync(IdentityApp app, Browser browser)
    {
        app.Host.Store.ForgetCalls();
        Assert.Equal("ada@example.org", await IdentityApp.UserAsync(browser));
        return [.. app.Host.Store.Calls];
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.SignIn;

/// <summary>
/// The app sets a limit for each sign-in: an administrator has one session, a kiosk any number, and everybody else two.
/// </summary>
[Trait("Requirement", "MS-3")]
public sealed class LimitOfOneSignInTests
{
    private readonly Script _script = new();

    [Fact]
    public async Task Each_sign_in_has_the_limit_that_the_app_sets_for_it()
    {
        await using SessionHost host = await StartAsync();
        Browser[] admins = await SignInAsync(host, "admin", 2);
        Browser[] users = await SignInAsync(host, "alice", 3);

        Assert.Equal(["nobody", "admin", "nobody", "alice", "alice"], await admins.Concat(users).AskAsync("/who"));
        Assert.Equal(["1", "2"], host.Events.Of(SessionEventType.LimitExceeded).Select(static exceeded => exceeded.Detail));
    }

    [Fact]
    public async Task A_sign_in_without_a_limit_ends_no_session_and_is_not_reported()
    {
        await using SessionHost host = await StartAsync();
        Browser[] kiosks = await SignInAsync(host, "kiosk", 10);

        Assert.Equal(Enumerable.Repeat("kiosk", 10), await kiosks.AskAsync("/who"));
        Assert.Empty(host.Events.Of(SessionEventType.LimitExceeded));
    }

    [Fact]
    public async Task All_sessions_of_the_user_count_whatever_limit_they_began_with()
    {
        await using SessionHost host = await StartAsync();
        Browser[] atTheKiosk = await SignInAsync(host, "alice", 3, ("X-Kiosk", "yes"));
        Browser[] ordinary = await SignInAsync(host, "alice", 1);

        Assert.Equal(["nobody", "nobody", "alice", "alice"], await atTheKiosk.Concat(ordinary).AskAsync("/who"));
    }

    [Fact]
    public async Task A_refusal_names_the_limit_of_the_sign_in()
    {
        await using SessionHost host = await StartAsync(static options => options.SessionLimit = SessionLimitBehavior.RefuseNew);
        await SignInAsync(host, "admin", 1);
        using Browser second = host.NewBrowser();

        SessionLimitException refused = await _script.AskAsync(
            second, static context => Assert.ThrowsAsync<SessionLimitException>(() => context.SignInAsync(PrincipalOf("admin"))));

        Assert.Equal(1, refused.Limit);
        Assert.Equal(
            "The user has as many sessions as LifetimePolicy or MaxSessionsPerUser allows, which is 1. Let the user end another session, "
            + "and sign in again.",
            refused.Message);
        Assert.Equal("1", Assert.Single(host.Events.Of(SessionEventType.LimitExceeded)).Detail);
    }

    [Fact]
    public async Task A_sign_in_beyond_its_limit_may_be_reported_only()
    {
        await using SessionHost host = await StartAsync(static options => options.SessionLimit = SessionLimitBehavior.AllowAndNotify);
        Browser[] admins = await SignInAsync(host, "admin", 2);

        Assert.Equal(["admin", "admin"], await admins.AskAsync("/who"));
        Assert.Equal("1", Assert.Single(host.Events.Of(SessionEventType.LimitExceeded)).Detail);
    }

    [Theory]
    [InlineData(null, SecureSessionDefaults.MaxSessionsPerUser)]
    [InlineData(7, 7)]
    public async Task The_policy_finds_the_limit_of_the_options_and_no_client(int? option, int expected)
    {
        (int MaxSessions, string? ClientId) seen = default;
        await using SessionHost host = await StartAsync(options =>
        {
            options.MaxSessionsPerUser = option;
            options.LifetimePolicy = context => { seen = (context.MaxSessions, context.ClientId); return ValueTask.CompletedTask; };
        });

        await SignInAsync(host, "alice", 1);

        Assert.Equal((expected, null), seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task A_limit_by_which_nobody_could_sign_in_is_a_clear_error_and_makes_no_session(int limit)
    {
        await using SessionHost host = await StartAsync(options => options.LifetimePolicy = context =>
        {
            context.MaxSessions = limit;
            return ValueTask.CompletedTask;
        });
        using Browser browser = host.NewBrowser();

        InvalidOperationException error = await _script.AskAsync(
            browser, static context => Assert.ThrowsAsync<InvalidOperationException>(() => context.SignInAsync(PrincipalOf("alice"))));

        Assert.Equal(
            $"SecureSessionOptions.LifetimePolicy sets MaxSessions to {limit}: the user could not sign in. Set it to at least 1, or to "
            + "int.MaxValue for any number.",
            error.Message);
        Assert.Empty(await host.Manager.ListAsync("alice"));
    }

    [Fact]
    public async Task A_store_that_lists_no_users_keeps_no_limit_and_says_so()
    {
        await using SessionHost host = await SessionHost.StartAsync(new SessionHostSettings
        {
            Configure = static options => options.LifetimePolicy = DecideAsync,
            ConfigureSessions = static sessions => sessions.AddDistributedCacheStore(),
            ConfigureServices = static services => services.AddDistributedMemoryCache(),
            Map = Map,
        });
        using Browser browser = host.NewBrowser();

        InvalidOperationException error = await _script.AskAsync(
            browser, static context => Assert.ThrowsAsync<InvalidOperationException>(() => context.SignInAsync(PrincipalOf("admin"))));

        Assert.All(
            (string[])["LifetimePolicy sets MaxSessions to 1", "ISecureSessionIndex", "leave MaxSessions as it is"],
            words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        Assert.Equal(["alice"], await (await SignInAsync(host, "alice", 1)).AskAsync("/who"));
    }

    [Theory]
    [InlineData(SessionLimitBehavior.EndOldest)]
    [InlineData(SessionLimitBehavior.RefuseNew)]
    public async Task Of_a_hundred_sign_ins_at_once_exactly_as_many_live_as_their_limit_allows(SessionLimitBehavior behavior)
    {
        await using SessionHost host = await StartAsync(options => options.SessionLimit = behavior);
        host.Store.Before = static async _ => await Task.Yield();
        Browser[] browsers = [.. Enumerable.Range(0, 100).Select(_ => host.NewBrowser())];

        await Task.WhenAll(browsers.Select(static browser => Task.Run(() => browser.GetAsync("/sign-in/admin"))));

        Assert.Single(await host.Manager.ListAsync("admin"));
        Assert.Single(await browsers.AskAsync("/who"), "admin");
    }

    private Task<SessionHost> StartAsync(Action<SecureSessionOptions>? configure = null) => SessionHost.StartAsync(Map, options =>
    {
        options.MaxSessionsPerUser = 2;
        options.LifetimePolicy = DecideAsync;
        configure?.Invoke(options);
    });

    private void Map(WebApplication app)
    {
        SmallApp.Map(app);
        _script.Map(app);
    }

    private static ClaimsPrincipal PrincipalOf(string user) => SmallApp.PrincipalOf(user);

    private static ValueTask DecideAsync(SessionLifetimeContext context)
    {
        if (context.UserId == "admin")
            context.MaxSessions = 1;
        else if (context.UserId == "kiosk" || context.HttpContext.Request.Headers.ContainsKey("X-Kiosk"))
            context.MaxSessions = int.MaxValue;
        return ValueTask.CompletedTask;
    }

    private static async Task<Browser[]> SignInAsync(SessionHost host, string user, int count, params (string Name, string Value)[] headers)
    {
        Browser[] browsers = [.. Enumerable.Range(0, count).Select(_ => host.NewBrowser())];
        foreach (Browser browser in browsers)
            await browser.GetAsync($"/sign-in/{user}", headers);

        return browsers;
    }
}

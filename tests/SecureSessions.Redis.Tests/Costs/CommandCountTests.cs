using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Redis.Tests.Attempts;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

/// <summary>Every kind of request costs Redis a fixed, small number of commands.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class CommandCountTests
{
    private const int Requests = CountedApp.Requests;

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task A_request_of_a_signed_in_user_costs_one_and_a_write_two()
    {
        await using CountedApp app = await CountedApp.StartAsync();
        await app.VisitAsync("/sign-in/ada", "/set/a/0");
        string?[] tokens = [.. Enumerable.Repeat(app.Browser.Token, Requests)];

        Assert.Equal(Requests * CommandCost.Read, await app.CostAsync("/get/a", tokens));
        Assert.Equal(Requests * CommandCost.Read, await app.CostAsync("/who", tokens));
        Assert.Equal(Requests * CommandCost.Read, await app.CostAsync("/poll", tokens));
        Assert.Equal(Requests * CommandCost.Nothing, await app.CostAsync("/health", tokens));
        Assert.Equal(Requests * CommandCost.Write, await app.CostAsync("/set/a/1", tokens));
    }

    [Theory]
    [Trait("Requirement", "ID-4")]
    [InlineData(null)]
    [InlineData("malformed")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*")]
    public async Task A_request_without_a_token_costs_nothing(string? cookie)
    {
        await using CountedApp app = await CountedApp.StartAsync();

        Assert.Equal(CommandCost.Nothing, await app.CostAsync("/get/a", Enumerable.Repeat(cookie, Requests)));
    }

    [Fact]
    public async Task Beginning_a_session_has_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync();
        string?[] nobody = new string?[Requests];

        Assert.Equal(Requests * CommandCost.FirstWrite, await app.CostAsync("/set/a/1", nobody));
        Assert.Equal(Requests * CommandCost.FirstSignIn, await app.CostAsync("/sign-in/ada", nobody));
        Assert.Equal(Requests * CommandCost.SignInOverAnonymous, await app.CostAsync("/sign-in/ada", await app.TokensAsync("/set/a/1")));
    }

    [Fact]
    public async Task Ending_a_session_has_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync();

        Assert.Equal(Requests * CommandCost.SignInOverSignedIn, await app.CostAsync("/sign-in/ada", await app.TokensAsync("/sign-in/ada")));
        Assert.Equal(Requests * CommandCost.SignOut, await app.CostAsync("/sign-out", await app.TokensAsync("/sign-in/ada")));
    }

    [Fact]
    public async Task A_sign_in_at_the_limit_has_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync(static options => options.MaxSessionsPerUser = 1);
        string?[] nobody = new string?[Requests];
        app.Browser.Token = null;
        await app.VisitAsync([.. Enumerable.Repeat("/sign-in/ada", 4)]);

        Assert.Equal(Requests * CommandCost.SignInBeyondLimit, await app.CostAsync("/sign-in/ada", nobody));
        Assert.Equal(
            Requests * CommandCost.SignInOverSignedInAtLimit,
            await app.CostAsync(() => app.VisitAsync([.. Enumerable.Repeat("/sign-in/ada", Requests)])));
    }

    [Fact]
    public async Task A_refused_sign_in_has_a_fixed_cost()
    {
        await using CountedApp app = await CountedApp.StartAsync(static options =>
        {
            options.MaxSessionsPerUser = 1;
            options.SessionLimit = SessionLimitBehavior.RefuseNew;
        });
        await app.VisitAsync("/sign-in/ada");
        await RefuseAsync(3);

        Assert.Equal(Requests * CommandCost.RefusedSignIn, await app.CostAsync(() => RefuseAsync(Requests)));

        async Task RefuseAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                app.Browser.Token = null;
                Assert.Equal(HttpStatusCode.Conflict, (await app.Browser.GetAsync("/sign-in/ada")).Status);
            }
        }
    }

    [Fact]
    public async Task An_attempt_to_sign_in_costs_one_and_a_success_one_more()
    {
        await using CountedApp app = await CountedApp.StartAsync(map: AttemptNode.MapLogin);
        app.Browser.Token = null;
        await app.VisitAsync("/succeed?account=ada");

        app.Browser.Token = null;
        Assert.Equal(Requests * CommandCost.FailedAttempt, await app.CostAsync(() => FailAsync(Requests)));
        Assert.Equal(
            Requests * (CommandCost.FirstSignIn + CommandCost.CountedAttempt),
            await app.CostAsync("/succeed?account=ada", new string?[Requests]));

        async Task FailAsync(int times)
        {
            for (int i = 0; i < times; i++)
                Assert.True((int)(await app.Browser.GetAsync("/fail?account=bob")).Status is 401 or 429);
        }
    }

    [Fact]
    public async Task A_regeneration_costs_its_write()
    {
        await using CountedApp app = await CountedApp.StartAsync();

        Assert.Equal(Requests * CommandCost.Regeneration, await app.CostAsync("/regenerate", await app.TokensAsync("/sign-in/ada")));
    }

    [Fact]
    public async Task A_renewal_costs_its_write_and_one_look()
    {
        await using CountedApp app = await CountedApp.StartAsync(static options =>
        {
            options.RenewalGrace = TimeSpan.FromSeconds(1);
            options.RenewalInterval = RenewalInterval;
        });

        IReadOnlyList<string> old = await app.TokensAsync("/sign-in/ada");
        await Task.Delay(RenewalInterval);
        Assert.Equal(Requests * CommandCost.RenewingRead, await app.CostAsync("/get/a", old));
        Assert.Equal(Requests * CommandCost.ReadWhileRenewalIsPending, await app.CostAsync("/get/a", old));
    }

    [Fact]
    public async Task A_users_sessions_cost_one_for_the_list_and_a_few_each()
    {
        var book = new RoleBook();
        book.Give("ada", "admin");
        await using CountedApp app = await CountedApp.StartAsync(
            configureServices: services => services.AddSingleton<IPrincipalRefresher>(book));
        await app.TokensAsync("/sign-in/ada");
        ISecureSessionManager manager = app.Host.Manager;
        await manager.RequireRefreshAsync("ada");
        await manager.ListAsync("ada");
        await manager.EndAllAsync("ada");
        IReadOnlyList<string> tokens = await app.TokensAsync("/sign-in/ada");

        Assert.Equal(CommandCost.UserList + (Requests * CommandCost.ListedSession), await app.CostAsync(() => manager.ListAsync("ada")));
        Assert.Equal(
            CommandCost.UserList + (Requests * CommandCost.ListedSession), await app.CostAsync(() => manager.RequireRefreshAsync("ada")));
        Assert.Equal(Requests * CommandCost.RefreshingRead, await app.CostAsync("/who", tokens));
        Assert.Equal(
            CommandCost.UserList + (Requests * CommandCost.EndOfListedSession), await app.CostAsync(() => manager.EndAllAsync("ada")));
    }

    [Fact]
    public async Task The_watch_over_the_deadlines_costs_little_however_many_sessions_there_are()
    {
        await using CountedApp app = await CountedApp.StartAsync();
        await app.TokensAsync("/sign-in/ada");
        ISecureSessionIndex watched = app.Host.Store.InnerIndex;

        int cost = await app.CostAsync(async () => Assert.Empty(await watched.LeaseDueAsync(CancellationToken.None)));

        Assert.Equal(CommandCost.WatchRound, cost);
    }

    [Fact]
    public async Task An_expired_session_costs_the_watch_a_fixed_number()
    {
        // Longer than all that is done before it has passed.
        var idle = TimeSpan.FromSeconds(10);
        await using CountedApp app = await CountedApp.StartAsync(options => options.IdleTimeout = idle);
        SessionHost host = app.Host;
        await app.VisitAsync([.. Enumerable.Repeat("/sign-in/ada", 10)]);
        await Task.Delay(idle);
        host.Store.ForgetCalls();

        // With the two that the app began with. All but one were replaced: nobody reports them any more, but they are cleared up all the
        // same.
        int cost = await app.CostAsync(async () =>
        {
            host.Store.Heal();
            await Poll.UntilAsync(() => Looks() > 1, "the watch found nothing any more");
            await host.Store.InnerIndex.LeaseDueAsync(CancellationToken.None);
        });

        Assert.Equal(((Looks() + 1) * CommandCost.WatchRound) + (12 * CommandCost.ExpiredSession), cost);

        int Looks() => host.Store.Calls.Count(static call => call == StoreOperation.LeaseDue);
    }
}

using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>
/// A process dies between any two writes of whatever it does with a user's sessions. No session lives that the user's list does not show,
/// the next sign-in finds the limit as it should be, and what is left of it all goes with time.
/// </summary>
public sealed class ProcessDeathTests
{
    private const int Limit = 2;

    private static readonly Dictionary<string, Func<SessionHost, Browser, Task>> Preparations = new()
    {
        ["nothing"] = static (_, _) => Task.CompletedTask,
        ["an anonymous session"] = static (_, browser) => browser.GetAsync("/set/a/1"),
        ["a session"] = static (_, browser) => browser.GetAsync("/sign-in/alice"),
        ["a session of another user"] = static (_, browser) => browser.GetAsync("/sign-in/bob"),
        ["others up to the limit"] = static (host, _) => SignInOthersAsync(host, Limit),
        ["a session and others up to the limit"] = static async (host, browser) =>
        {
            await browser.GetAsync("/sign-in/alice");
            await SignInOthersAsync(host, Limit - 1);
        },
        ["sessions whose removal failed"] = static async (host, _) =>
        {
            await SignInOthersAsync(host, Limit);
            foreach (SessionId id in StoreOf(host).Created.ToArray())
                await host.Store.Inner.EndAsync(id, SessionEndReason.Revoked, null, CancellationToken.None);
        },
    };

    private static readonly Dictionary<string, Func<SessionHost, Browser, Task>> Actions = new()
    {
        ["a sign-in"] = static (_, browser) => browser.GetAsync("/sign-in/alice"),
        ["a sign-out"] = static (_, browser) => browser.GetAsync("/sign-out"),
        ["an end of all"] = static (host, _) => Record.ExceptionAsync(() => host.Manager.EndAllAsync("alice")),
        ["a timeout"] = static (host, _) =>
        {
            host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
            host.Clock.Advance(SecureSessionDefaults.DeadlineCheckInterval);
            return Task.CompletedTask;
        },
    };

    [Theory]
    [InlineData("nothing", "a sign-in", 2)]
    [InlineData("an anonymous session", "a sign-in", 3)]
    [InlineData("a session", "a sign-in", 4)]
    [InlineData("a session of another user", "a sign-in", 4)]
    [InlineData("others up to the limit", "a sign-in", 4)]
    [InlineData("others up to the limit", "a sign-in", 3, SessionLimitBehavior.RefuseNew)]
    [InlineData("others up to the limit", "a sign-in", 2, SessionLimitBehavior.AllowAndNotify)]
    [InlineData("a session and others up to the limit", "a sign-in", 4)]
    [InlineData("a session and others up to the limit", "a sign-in", 4, SessionLimitBehavior.RefuseNew)]
    [InlineData("sessions whose removal failed", "a sign-in", 4)]
    [InlineData("sessions whose removal failed", "a sign-in", 4, SessionLimitBehavior.RefuseNew)]
    [InlineData("a session", "a sign-out", 2)]
    [InlineData("a session and others up to the limit", "an end of all", 4)]
    [InlineData("sessions whose removal failed", "an end of all", 4)]
    [InlineData("a session and others up to the limit", "a timeout", 4)]
    [InlineData("sessions whose removal failed", "a timeout", 4)]
    [Trait("Requirement", "TM-3")]
    [Trait("Requirement", "MS-3")]
    [Trait("Requirement", "MS-4")]
    public async Task No_session_lives_that_the_list_does_not_show(
        string before, string action, int writes, SessionLimitBehavior behavior = SessionLimitBehavior.EndOldest)
    {
        // The loop runs once more than there are writes, so that the last run ends without a death.
        for (int left = 0; left <= writes + 1; left++)
        {
            await using SessionHost host = await StartAsync(behavior);
            using Browser browser = host.NewBrowser();
            await Preparations[before](host, browser);

            StoreOf(host).WritesLeft = left;
            await Actions[action](host, browser);

            Assert.Equal(left > writes, StoreOf(host).WritesLeft > 0);
            await AssertEveryLivingSessionIsListedAsync(host);
            StoreOf(host).WritesLeft = int.MaxValue;
            await AssertTheNextSignInHoldsTheLimitAsync(host, behavior);
            await AssertTimeHealsAsync(host);
        }
    }

    private static async Task AssertEveryLivingSessionIsListedAsync(SessionHost host)
    {
        foreach (SessionSummary living in await LivingAsync(host))
            Assert.Contains(living.Id, await ListAsync(host, living.UserId!));
    }

    private static async Task AssertTheNextSignInHoldsTheLimitAsync(SessionHost host, SessionLimitBehavior behavior)
    {
        await SignInOthersAsync(host, 1);

        // Nobody can end a session of the same browser and create the one that replaces it in one write: dying in between leaves both, and
        // refusing newer ones ends neither.
        int most = behavior == SessionLimitBehavior.EndOldest ? Limit : Limit + 1;
        int living = (await LivingAsync(host)).Count(static session => session.UserId == "alice");
        Assert.True(behavior == SessionLimitBehavior.AllowAndNotify || living <= most, $"{living} live");
        await AssertEveryLivingSessionIsListedAsync(host);
    }

    // The sessions time out; reservations and leases of the dead process are over long before.
    private static async Task AssertTimeHealsAsync(SessionHost host)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < SecureSessionDefaults.IdleTimeout * 2; passed += SecureSessionDefaults.DeadlineLease)
            host.Clock.Advance(SecureSessionDefaults.DeadlineLease);

        Assert.Empty(await LivingAsync(host));
        Assert.Empty(await ListAsync(host, "alice"));
        Assert.Empty(await ListAsync(host, "bob"));
    }

    private static Task<SessionHost> StartAsync(SessionLimitBehavior behavior) => SessionHost.StartAsync(new SessionHostSettings
    {
        Map = SmallApp.Map,
        Configure = options => (options.MaxSessionsPerUser, options.SessionLimit) = (Limit, behavior),
        ConfigureServices = static services => services.AddSingleton<ISecureSessionStore>(
            static provider => new RecordingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider))),
    });

    private static async Task SignInOthersAsync(SessionHost host, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using Browser other = host.NewBrowser();
            await other.GetAsync("/sign-in/alice");
        }
    }

    private static RecordingStore StoreOf(SessionHost host) => (RecordingStore)host.Store.Inner;

    private static async Task<HashSet<SessionId>> ListAsync(SessionHost host, string user) =>
        [.. (await host.Store.InnerIndex.ListAsync(user, CancellationToken.None)).Select(static listed => listed.Id)];

    private static async Task<List<SessionSummary>> LivingAsync(SessionHost host)
    {
        List<SessionSummary> living = [];
        foreach (SessionId id in StoreOf(host).Created.ToArray())
        {
            if (await host.Store.Inner.PeekAsync(id, CancellationToken.None) is { End: null, UserId: not null } session)
                living.Add(session);
        }

        return living;
    }
}

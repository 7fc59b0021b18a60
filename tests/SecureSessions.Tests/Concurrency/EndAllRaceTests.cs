using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>All sessions of a user are ended while the user signs in.</summary>
public sealed class EndAllRaceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    [Trait("Requirement", "TM-3")]
    public async Task No_session_is_left_that_the_list_does_not_show(int? limit)
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map, options => options.MaxSessionsPerUser = limit);
        host.SearchesLogs = false;
        host.Store.Before = static async _ => await Task.Yield();

        await new EndAllCrowd(host).LeavesNothingThatIsNotListedAsync(rounds: 100);
    }

    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_sign_in_that_was_listed_before_and_created_after_does_not_come_to_be()
    {
        await using SessionHost host = await SessionHost.StartAsync(SmallApp.Map);
        using Browser browser = host.NewBrowser();
        var hold = new Hold();
        host.Store.Before = operation => operation == StoreOperation.Create ? hold.WaitAsync() : Task.CompletedTask;
        Task<Page> signIn = browser.GetAsync("/sign-in/alice");
        await hold.Reached;

        await host.Manager.EndAllAsync("alice");
        hold.Release();
        Page page = await signIn;

        Assert.Empty(page.SetCookies);
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Empty(host.Events.Of(SessionEventType.Created));
        Assert.Empty(await host.Store.InnerIndex.ListAsync("alice", CancellationToken.None));
    }
}

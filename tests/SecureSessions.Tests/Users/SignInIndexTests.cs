using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Users;

/// <summary>No session of a user lives that the user's list does not show, whatever fails and whenever a process dies.</summary>
public sealed class SignInIndexTests
{
    [Fact]
    [Trait("Requirement", "TM-3")]
    public async Task A_sign_in_reserves_before_it_creates_and_removes_after_it_has_ended()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/sign-in/alice");
        await browser.GetAsync("/sign-in/alice");

        Assert.Equal("reserve create reserve create end remove", string.Join(' ', StoreOf(host).Writes.Select(static write => write.What)));
        SessionId[] created = [.. StoreOf(host).Created];
        Assert.Equal(
            [created[0], created[0], created[1], created[1], created[0], created[0]],
            StoreOf(host).Writes.Select(static write => write.Id));
    }

    [Fact]
    public async Task Anonymous_sessions_are_never_on_a_list()
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();

        await browser.GetAsync("/set/a/1");
        await browser.GetAsync("/end");

        Assert.Equal("create end", string.Join(' ', StoreOf(host).Writes.Select(static write => write.What)));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData("/sign-in/alice", 1)]
    [InlineData("/sign-in/alice", 2)]
    [InlineData("/sign-in/alice", 3)]
    [InlineData("/sign-in/alice", 4)]
    [InlineData("/set/a/1", 1)]
    [InlineData("/set/a/1", 2)]
    [InlineData("/set/a/1", 3)]
    [Trait("Requirement", "TM-3")]
    public async Task A_process_that_dies_between_two_writes_of_a_sign_in_leaves_no_session_that_is_not_listed(string before, int writes)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync(before);
        StoreOf(host).WritesLeft = writes;
        await browser.GetAsync("/sign-in/alice");

        IEnumerable<SessionId> listed = await ListAsync(host);
        Assert.Superset(new HashSet<SessionId>(await LivingAsync(host)), new HashSet<SessionId>(listed));
        StoreOf(host).WritesLeft = int.MaxValue;
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        Assert.Empty(await ListAsync(host));
        Assert.Empty(await LivingAsync(host));
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    [InlineData(StoreFault.Hangs)]
    public async Task If_a_session_cannot_be_listed_nobody_is_signed_in(StoreFault fault)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/set/a/1");
        host.Store.Fail(fault, StoreOperation.Reserve);

        Page page = await host.WhileTimePassesAsync(browser.GetAsync("/sign-in/alice"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("nobody", (await browser.GetAsync("/who")).Body);
        Assert.Equal("1", (await browser.GetAsync("/get/a")).Body);
        Assert.Empty(await ListAsync(host));
        Assert.Single(StoreOf(host).Created);
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    [InlineData(StoreFault.Hangs)]
    [Trait("Requirement", "TM-1")]
    public async Task A_sign_out_holds_if_the_session_cannot_be_taken_off_the_list_and_the_list_heals(StoreFault fault)
    {
        await using SessionHost host = await StartAsync();
        using Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/alice");
        host.Store.Fail(fault, StoreOperation.Remove);

        Page page = await host.WhileTimePassesAsync(browser.GetAsync("/sign-out"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Null(browser.Token);
        Assert.Empty(await LivingAsync(host));
        host.Store.Heal();
        host.Clock.Advance(SecureSessionDefaults.IdleTimeout);
        Assert.Empty(await ListAsync(host));
        Assert.Equal(SessionEndReason.SignedOut, Assert.Single(await host.Store.InnerIndex.HistoryAsync("alice", default)).Reason);
    }

    [Fact]
    public async Task A_handler_that_throws_after_its_sign_in_leaves_nothing_on_the_list()
    {
        var script = new Script();
        await using SessionHost host = await SessionHost.StartAsync(app => script.Map(app));
        using Browser browser = host.NewBrowser();

        await Assert.ThrowsAnyAsync<Exception>(() => script.RunAsync(browser, async context =>
        {
            await context.SignInAsync(SmallApp.PrincipalOf("alice"));
            throw new InvalidOperationException("The handler throws.");
        }));

        Assert.Empty(await ListAsync(host));
    }

    private static Task<SessionHost> StartAsync() => SessionHost.StartAsync(new SessionHostSettings
    {
        Map = SmallApp.Map,
        ConfigureServices = static services => services.AddSingleton<ISecureSessionStore>(
            static provider => new RecordingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider))),
    });

    private static RecordingStore StoreOf(SessionHost host) => (RecordingStore)host.Store.Inner;

    private static async Task<IEnumerable<SessionId>> ListAsync(SessionHost host) =>
        (await host.Store.InnerIndex.ListAsync("alice", CancellationToken.None)).Select(static listed => listed.Id);

    private static async Task<List<SessionId>> LivingAsync(SessionHost host)
    {
        List<SessionId> living = [];
        foreach (SessionId id in StoreOf(host).Created)
        {
            if (await host.Store.Inner.PeekAsync(id, CancellationToken.None) is { End: null, UserId: not null })
                living.Add(id);
        }

        return living;
    }
}

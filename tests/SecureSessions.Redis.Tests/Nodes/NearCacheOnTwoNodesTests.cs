using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>
/// Two nodes, A and B, where B has a near cache: what A changes is obeyed on B when it is announced, and when the time is over if the
/// announcement is lost.
/// </summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class NearCacheOnTwoNodesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Rounds = 20;
    private const string Mute = "mute";

    /// <summary>What is announced is to be obeyed within this time, on a machine that is not busy.</summary>
    private static readonly TimeSpan Announced = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan NearCacheFor = TimeSpan.FromSeconds(5);

    private RedisServer _server = null!;
    private SessionHost _a = null!;
    private SessionHost _b = null!;

    private ISecureSessionAnnouncements AnnouncementsOnB => _b.Services.GetRequiredService<ISecureSessionAnnouncements>();

    private int FindsOnB => _b.Store.Calls.Count(static call => call == StoreOperation.Find);

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _a = await RedisHost.StartAsync(_server);
        _b = await RedisHost.StartAsync(_server, static options => options.NearCacheFor = NearCacheFor);
        await WaitUntilBListensAsync();
    }

    public async Task DisposeAsync()
    {
        await _b.DisposeAsync();
        await _a.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "RG-1")]
    [InlineData("end")]
    [InlineData("regeneration")]
    [InlineData("mark")]
    public async Task What_A_announces_B_obeys_within_50_milliseconds(string change)
    {
        List<TimeSpan> times = [];
        for (int i = 0; i < Rounds; i++)
        {
            using Browser onA = await SignInAsync(_a);
            using Browser onB = await LetBRememberAsync(onA);

            await ChangeOnAAsync(onA, change);

            times.Add(await AskBUntilItAsksTheStoreAsync(onB));
            if (change != "mark")
                Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);
        }

        times.Sort();
        output.WriteLine(
            $"{change}: obeyed after {times[0].TotalMilliseconds:0.0} ms at best, {times[Rounds / 2].TotalMilliseconds:0.0} ms as median, "
            + $"{times[^1].TotalMilliseconds:0.0} ms at worst");
        Assert.InRange(times[0], TimeSpan.Zero, Announced);
        Assert.InRange(times[Rounds / 2], TimeSpan.Zero, NearCacheFor / 2);
        Assert.InRange(times[^1], TimeSpan.Zero, Patience.Slack);
    }

    [Theory]
    [Trait("Requirement", "TM-1")]
    [InlineData("end")]
    [InlineData("regeneration")]
    public async Task What_A_cannot_announce_B_obeys_when_the_time_is_over(string change)
    {
        await _server.ExecuteAsync("ACL", "SETUSER", Mute, "on", ">quiet", "~*", "+@all", "resetchannels");
        await using SessionHost mute = await RedisHost.StartUnservedAsync($"{_server.Configuration},user={Mute},password=quiet");
        await RedisHost.WaitUntilServedAsync(mute);
        using Browser onA = await SignInAsync(mute);
        using Browser onB = await LetBRememberAsync(onA);

        await ChangeOnAAsync(onA, change);
        TimeSpan obeyed = await AskBUntilItAsksTheStoreAsync(onB);

        output.WriteLine($"{change}, not announced: obeyed after {obeyed.TotalMilliseconds:0.0} ms");
        Assert.InRange(obeyed, TimeSpan.Zero, NearCacheFor + Patience.Slack);
        Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);
        Assert.True(AnnouncementsOnB.IsListening);
    }

    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task While_B_may_not_listen_it_asks_each_time_and_as_soon_as_it_may_it_remembers_again(string protocol)
    {
        await StartBAgainAsync($"{_server.Configuration},protocol={protocol}");
        using Browser onA = await SignInAsync(_a);
        using Browser onB = await LetBRememberAsync(onA);

        await _server.ExecuteAsync("ACL", "SETUSER", "default", "resetchannels");
        await Poll.UntilAsync(() => !AnnouncementsOnB.IsListening, "B knows that it hears nothing");
        await RedisHost.WaitUntilServedAsync(_b);
        for (int i = 0; i < 5; i++)
            Assert.True(await AsksTheStoreAsync(onB));
        await ChangeOnAAsync(onA, "end");
        Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);

        await _server.ExecuteAsync("ACL", "SETUSER", "default", "allchannels");
        await _server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await WaitUntilBListensAsync();
        await RedisHost.WaitUntilServedAsync(_a);
        await RedisHost.WaitUntilServedAsync(_b);
        using Browser again = await SignInAsync(_a);
        using Browser againOnB = await LetBRememberAsync(again);
    }

    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    public async Task When_the_subscription_of_B_breaks_B_asks_and_listens_again_by_itself(string protocol)
    {
        await StartBAgainAsync($"{_server.Configuration},protocol={protocol}");
        for (int i = 0; i < 5; i++)
        {
            using Browser onA = await SignInAsync(_a);
            using Browser onB = await LetBRememberAsync(onA);
            await _server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await ChangeOnAAsync(onA, "end");

            await AskBUntilItAsksTheStoreAsync(onB);
            await RedisHost.WaitUntilServedAsync(_b);

            Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);
            await WaitUntilBListensAsync();
        }
    }

    [Fact]
    public async Task What_B_missed_while_its_connection_was_down_it_knows_when_it_is_back()
    {
        await using var relay = new TcpRelay(_server.Port);
        await StartBAgainAsync(relay.Configuration);
        using Browser onA = await SignInAsync(_a);
        using Browser onB = await LetBRememberAsync(onA);

        relay.Cut();
        await Poll.UntilAsync(() => !AnnouncementsOnB.IsListening, "B knows that it is cut off");
        Assert.Equal(503, (int)(await onB.GetAsync("/who")).Status);
        await ChangeOnAAsync(onA, "end");
        relay.Mend();
        await RedisHost.WaitUntilServedAsync(_b);

        Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);
        await WaitUntilBListensAsync();
    }

    [Fact]
    public async Task After_a_restart_of_the_server_B_listens_and_remembers_again()
    {
        await _server.RestartAsync();
        await RedisHost.WaitUntilServedAsync(_a);
        await RedisHost.WaitUntilServedAsync(_b);
        await WaitUntilBListensAsync();
        using Browser onA = await SignInAsync(_a);
        using Browser onB = await LetBRememberAsync(onA);

        await ChangeOnAAsync(onA, "end");

        await AskBUntilItAsksTheStoreAsync(onB);
        Assert.Equal("nobody", (await onB.GetAsync("/who")).Body);
    }

    private async Task StartBAgainAsync(string configuration)
    {
        await _b.DisposeAsync();
        _b = await RedisHost.StartUnservedAsync(configuration, static options => options.NearCacheFor = NearCacheFor);
        await RedisHost.WaitUntilServedAsync(_b);
        await WaitUntilBListensAsync();
    }

    private static async Task<Browser> SignInAsync(SessionHost host)
    {
        Browser browser = host.NewBrowser();
        await browser.GetAsync("/sign-in/ada");
        return browser;
    }

    /// <summary>A browser with the same cookie, whose session B has in its memory.</summary>
    private async Task<Browser> LetBRememberAsync(Browser onA)
    {
        Browser onB = _b.NewBrowser();
        onB.Token = onA.Token;
        await Poll.UntilAsync(async () => !await AsksTheStoreAsync(onB), "B answers from its memory");
        return onB;
    }

    private async Task<bool> AsksTheStoreAsync(Browser onB)
    {
        int before = FindsOnB;
        Assert.Equal("ada", (await onB.GetAsync("/who")).Body);
        return FindsOnB > before;
    }

    private async Task<TimeSpan> AskBUntilItAsksTheStoreAsync(Browser onB)
    {
        int before = FindsOnB;
        long start = Stopwatch.GetTimestamp();
        while (FindsOnB == before && Stopwatch.GetElapsedTime(start) < Patience.Limit)
            await onB.GetAsync("/who");

        return Stopwatch.GetElapsedTime(start);
    }

    private async Task ChangeOnAAsync(Browser onA, string change)
    {
        switch (change)
        {
            case "end": await onA.GetAsync("/end"); break;
            case "regeneration": await onA.GetAsync("/regenerate"); break;
            default: await _a.Services.GetRequiredService<StoreGateway>().MarkAsync(onA.SessionId(), reauthenticate: false); break;
        }
    }

    private Task<TimeSpan> WaitUntilBListensAsync() => Poll.UntilAsync(() => AnnouncementsOnB.IsListening, "B listens");
}

using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

/// <summary>What ends, changes or refreshes a session, each against each, in memory.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private readonly Script _script = new();
    private SessionHost _host = null!;
    private RaceOfTwo _race = null!;

    public async Task InitializeAsync()
    {
        _host = await SessionHost.StartAsync(_script.MapCommands, static options => options.MaxSessionsPerUser = 1);
        _race = new RaceOfTwo((_host, _script), (_host, _script), MakeRenewalDueAsync);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "RG-1")]
    public async Task Of_two_requests_that_take_turns_the_second_gets_what_the_table_says()
    {
        foreach ((string first, string second) in RaceTable.Pairs("change", "token", "end", "limit", "renewal", "used renewal"))
            await _race.TakesTurnsAsync(first, second);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "RG-3")]
    public async Task Two_requests_that_act_at_once_end_as_if_one_had_been_before_the_other()
    {
        _host.Store.Before = static async _ => await Task.Yield();
        string[] deeds = [.. RaceTable.Groups["change"], .. RaceTable.Groups["token"], .. RaceTable.Groups["end"], RaceOfTwo.Limit];
        foreach (string first in deeds)
        {
            foreach (string second in deeds)
                await _race.ActAtOnceAsync(first, second);
        }
    }

    [Theory]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "TM-3")]
    [InlineData("endall", 0)]
    [InlineData("endothers", 1)]
    public async Task A_copied_cookie_that_refreshes_its_claims_in_a_loop_does_not_outlive_its_session(string deed, int sessionsLeft)
    {
        var script = new Script { Pause = static _ => Task.Delay(TimeSpan.FromMilliseconds(5)) };
        await using SessionHost host = await SessionHost.StartAsync(script.MapCommands);
        for (int trial = 0; trial < 10; trial++)
        {
            string user = $"user{trial}";
            using Browser owner = host.NewBrowser();
            using Browser thief = host.NewBrowser();
            await owner.DoAsync($"signin {user}");
            await thief.DoAsync($"signin {user}");
            var isRefreshing = new TaskCompletionSource();
            Task loop = Task.Run(async () =>
            {
                while ((await thief.DoAsync("pause; refresh")).Status == HttpStatusCode.OK)
                    isRefreshing.TrySetResult();
            });
            await isRefreshing.Task;

            Answer answer = await owner.DoAsync(deed);
            await loop;

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Null((await thief.DoAsync()).User);
            Assert.Equal(sessionsLeft, (await host.Manager.ListAsync(user)).Count);
        }
    }

    [Fact]
    [Trait("Requirement", "RG-3")]
    public async Task Of_twelve_refreshes_at_once_one_wins_the_others_are_refused_and_one_session_is_left()
    {
        _host.Store.Before = static async _ => await Task.Yield();
        using Browser tab = _host.NewBrowser();
        await tab.DoAsync("signin ada");
        SessionId id = Assert.Single(await _host.Manager.ListAsync("ada")).Id;
        List<Task<Answer>> held = [];
        for (int i = 0; i < 12; i++)
        {
            held.Add(tab.DoAsync($"hold twelve{i}; refresh"));
            await _script.Hold($"twelve{i}").Reached;
        }

        for (int i = 0; i < 12; i++)
            _script.Hold($"twelve{i}").Release();
        Answer[] answers = await Task.WhenAll(held);

        Assert.Single(answers, static answer => answer.NewToken is not null);
        Assert.Equal(11, answers.Count(static answer => answer.Status == HttpStatusCode.Unauthorized && !answer.TouchesCookie));
        Assert.Equal(id, Assert.Single(await _host.Manager.ListAsync("ada")).Id);
        Assert.Equal("ada", (await tab.DoAsync()).User);
        Assert.Empty(_host.Events.Of(SessionEventType.Expired));
    }

    [Fact]
    public async Task Tokens_that_parallel_requests_store_are_all_kept_and_no_request_is_refused()
    {
        _host.Store.Before = static async _ => await Task.Yield();
        using Browser tab = _host.NewBrowser();
        await tab.DoAsync("signin ada");
        string? cookie = tab.Token;

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(i => tab.DoAsync($"token t{i} v{i}")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(cookie, tab.Token);
        Assert.Equal(48, (await tab.DoAsync("tokens")).Values.Count(static value => value.Key.StartsWith('t')));
        Assert.Single(await _host.Manager.ListAsync("ada"));
        Assert.Empty(_host.Events.Of(SessionEventType.Expired));
    }

    private Task MakeRenewalDueAsync()
    {
        _host.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        return Task.CompletedTask;
    }
}

using System.Net;
using SecureSessions.TestKit;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class ParallelWritersTests
{
    private const int Writers = 64;

    [Theory]
    [InlineData(ServerKind.TestServer, false)]
    [InlineData(ServerKind.TestServer, true)]
    [InlineData(ServerKind.KestrelHttp1, false)]
    [InlineData(ServerKind.KestrelHttp1, true)]
    [InlineData(ServerKind.KestrelHttp2, true)]
    public async Task Of_64_parallel_requests_that_add_a_key_each_every_key_is_kept(ServerKind kind, bool interleave)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(kind: kind);
        if (interleave)
            scripted.Store.Before = async _ => await Task.Yield();

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => scripted.Tab.DoAsync($"set k{i} v{i}")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Answer last = await scripted.Tab.DoAsync();
        Assert.Equal(Enumerable.Range(0, Writers).ToDictionary(i => $"k{i}", i => $"v{i}"), last.Values);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(50_000)]
    public async Task One_hundred_writes_at_once_cost_three_calls_to_the_store_each_at_most_and_none_fails(int size)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(static options => options.MaxPayloadBytes = 64 * 1024);
        await scripted.Tab.DoAsync($"set large {new string('x', size)}");
        scripted.Store.Before = async _ => await Task.Yield();
        scripted.Store.ForgetCalls();

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => scripted.Tab.DoAsync($"set k{i} v{i}")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.InRange(scripted.Store.Calls.Count, 200, 300);
        Assert.Equal(101, (await scripted.Tab.DoAsync()).Values.Count);
    }

    [Fact]
    public async Task All_64_conflict_and_all_64_keys_are_kept()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        var held = new List<HeldRequest>();
        for (int i = 0; i < Writers; i++)
            held.Add(await scripted.HoldAsync(after: $"set k{i} v{i}"));

        Answer[] answers = await Task.WhenAll(held.Select(static request => request.ReleaseAsync()));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(Writers, (await scripted.Tab.DoAsync()).Values.Count);
    }

    [Fact]
    public async Task Of_two_writers_of_one_key_the_later_commit_wins()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync("set a slow");

        await scripted.Tab.DoAsync("set a fast");
        await slow.ReleaseAsync();

        Assert.Equal("slow", (await scripted.Tab.DoAsync()).Values["a"]);
    }

    [Fact]
    public async Task A_key_that_one_removes_stays_removed_when_another_did_not_touch_it()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        await scripted.Tab.DoAsync("set a 1; set b 1");
        HeldRequest slow = await scripted.HoldAsync("set b 2");

        await scripted.Tab.DoAsync("remove a");
        await slow.ReleaseAsync();

        Answer answer = await scripted.Tab.DoAsync();
        Assert.Equal(new Dictionary<string, string> { ["b"] = "2" }, answer.Values);
    }

    [Fact]
    public async Task Clearing_drops_what_another_request_added_meanwhile()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        await scripted.Tab.DoAsync("set a 1");
        HeldRequest slow = await scripted.HoldAsync("clear; set b 2");

        await scripted.Tab.DoAsync("set c 3");
        await slow.ReleaseAsync();

        Answer answer = await scripted.Tab.DoAsync();
        Assert.Equal(new Dictionary<string, string> { ["b"] = "2" }, answer.Values);
    }

    [Fact]
    public async Task A_writer_that_others_keep_overtaking_gives_up_with_503_and_stores_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1");
        OtherWriter.Interfere(scripted.Host, scripted.Tab, times: int.MaxValue, ("b", [1]));

        Answer answer = await slow.ReleaseAsync();
        scripted.Store.Before = null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.DoesNotContain("a", (await scripted.Tab.DoAsync()).Values.Keys);
        Assert.Equal(1, scripted.Count(SessionEventType.CommitFailed));
    }

    [Fact]
    public async Task Values_that_fit_alone_but_not_together_are_refused_and_leave_the_session_as_it_was()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(static o => o.MaxPayloadBytes = 2048);
        string large = new('x', 1000);
        HeldRequest slow = await scripted.HoldAsync($"set a {large}");

        await scripted.Tab.DoAsync($"set b {large}");
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(["b"], (await scripted.Tab.DoAsync()).Values.Keys);
        Assert.Equal(1, scripted.Count(SessionEventType.CommitFailed));
    }
}

using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class RenewalTests
{
    private static readonly TimeSpan Due = SecureSessionDefaults.RenewalInterval;
    private static readonly TimeSpan Grace = SecureSessionDefaults.RenewalGrace;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task The_secret_is_renewed_when_it_is_due_and_not_before()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        string first = scripted.Tab.Token!;
        SessionId id = scripted.SessionId;

        scripted.Clock.Advance(Due - Millisecond);
        Assert.False((await scripted.Tab.DoAsync()).TouchesCookie);
        scripted.Clock.Advance(Millisecond);
        Assert.True((await scripted.Tab.DoAsync()).TouchesCookie);

        Assert.NotEqual(first, scripted.Tab.Token);
        Assert.Equal(id, scripted.SessionId);
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task A_renewal_whose_answer_is_lost_is_answered_again()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);

        Answer lost = await scripted.Tab.LoseAsync();
        scripted.Clock.Advance(TimeSpan.FromMinutes(10));
        Answer again = await scripted.Tab.DoAsync();

        Assert.NotNull(lost.NewToken);
        Assert.Equal(("ada", lost.NewToken), (again.User, again.NewToken));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task However_many_answers_of_a_renewal_are_lost_the_browser_stays_signed_in()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        for (int i = 0; i < 30; i++)
        {
            scripted.Clock.Advance(Due);
            Assert.Equal("ada", (await scripted.Tab.LoseAsync($"set k{i} 1")).User);
        }

        Assert.Equal(30, (await scripted.Tab.DoAsync()).Values.Count);
        Assert.Equal(1, scripted.Count(SessionEventType.Renewed));
    }

    [Fact]
    [Trait("Requirement", "TO-5")]
    public async Task The_old_secret_is_served_for_the_grace_without_a_cookie_and_then_refused()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        scripted.Clock.Advance(Due);
        await scripted.Tab.DoAsync();
        await scripted.Tab.DoAsync();

        scripted.Clock.Advance(Grace - Millisecond);
        Answer inGrace = await old.DoAsync("set a 1");
        scripted.Clock.Advance(Millisecond);
        Answer spent = await old.DoAsync();

        Assert.Equal(("ada", false), (inGrace.User, inGrace.TouchesCookie));
        Assert.Equal((null, false), (spent.User, spent.TouchesCookie));
        Assert.Equal(1, scripted.Count(SessionEventType.SpentSecretRefused));
        Assert.Equal("1", (await scripted.Tab.DoAsync()).Values["a"]);
    }

    [Theory]
    [InlineData("set a 1")]
    [InlineData("remove b; set a 1")]
    public async Task A_request_of_two_minutes_commits_across_a_confirmed_renewal(string change)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        await scripted.Tab.DoAsync("set b 1");
        scripted.Clock.Advance(Due - TimeSpan.FromMinutes(1));
        HeldRequest slow = await scripted.HoldAsync(after: change);

        scripted.Clock.Advance(TimeSpan.FromMinutes(1));
        await scripted.Tab.DoAsync("set c 1");
        await scripted.Tab.DoAsync("set d 1");
        scripted.Clock.Advance(TimeSpan.FromMinutes(1));
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.OK, false), (answer.Status, answer.TouchesCookie));
        Answer last = await scripted.Tab.DoAsync();
        Assert.Equal(("ada", "1", "1"), (last.User, last.Values["a"], last.Values["d"]));
    }

    [Fact]
    public async Task Several_renewals_in_a_row_log_nobody_out()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        for (int i = 1; i <= 20; i++)
        {
            scripted.Clock.Advance(Due);
            Assert.Equal("ada", (await scripted.Tab.DoAsync($"set k{i} 1")).User);
            Assert.Equal(i, (await scripted.Tab.DoAsync()).Values.Count);
        }

        Assert.Equal(20, scripted.Count(SessionEventType.Renewed));
        Assert.Equal(0, scripted.Count(SessionEventType.UsedAfterExpire));
    }

    [Fact]
    public async Task The_slow_answer_of_one_tab_after_the_fast_one_of_another_changes_nothing()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);
        Answer slow = await scripted.Tab.LoseAsync();
        Answer fast = await scripted.Tab.DoAsync();

        await scripted.Tab.DoAsync();
        scripted.Clock.Advance(TimeSpan.FromMinutes(2));
        scripted.Tab.Receive(slow);
        scripted.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(slow.NewToken, fast.NewToken);
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
        Assert.Equal(0, scripted.Count(SessionEventType.SpentSecretRefused));
    }

    [Fact]
    public async Task A_passive_request_confirms_a_renewal_but_starts_none()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        scripted.Clock.Advance(Due);

        Assert.False((await scripted.Tab.PollAsync()).TouchesCookie);
        await scripted.Tab.DoAsync();
        Assert.True((await old.PollAsync()).TouchesCookie);
        await scripted.Tab.PollAsync();

        Assert.Equal(("ada", false), ((await old.PollAsync()).User, (await old.PollAsync()).TouchesCookie));
    }

    [Theory]
    [InlineData(StoreFault.ThrowsAtOnce)]
    [InlineData(StoreFault.ThrowsAfterYield)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.ThrowsAfterDoing)]
    public async Task A_renewal_whose_write_fails_or_may_have_failed_serves_the_request_and_logs_nobody_out(StoreFault fault)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Clock.Advance(Due);
        scripted.Store.Fail(fault, StoreOperation.Replace);
        Answer served = await scripted.Tab.DoAsync();
        scripted.Store.Heal();

        Assert.Equal((HttpStatusCode.OK, "ada", false), (served.Status, served.User, served.TouchesCookie));
        scripted.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((await scripted.Tab.DoAsync()).NewToken);
        scripted.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
        Assert.Equal(0, scripted.Count(SessionEventType.SpentSecretRefused));
    }

    [Fact]
    public async Task An_interval_without_end_means_never()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(static o => o.RenewalInterval = TimeSpan.MaxValue);
        scripted.Clock.Advance(Due);

        Answer answer = await scripted.Tab.DoAsync();

        Assert.Equal((HttpStatusCode.OK, "ada", false), (answer.Status, answer.User, answer.TouchesCookie));
    }
}

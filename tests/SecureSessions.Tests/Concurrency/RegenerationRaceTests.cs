using System.Net;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Concurrency;

public sealed class RegenerationRaceTests
{
    [Theory]
    [Trait("Requirement", "RG-3")]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task Of_two_at_once_one_wins_and_the_other_is_refused_with_its_changes_and_without_a_cookie(ServerKind kind)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(kind: kind);
        HeldRequest slow = await scripted.HoldAsync(after: "set lost 1; regenerate");

        Answer winner = await scripted.Tab.DoAsync("set kept 1; regenerate");
        Answer loser = await slow.ReleaseAsync();

        Assert.NotNull(winner.NewToken);
        Assert.Equal((HttpStatusCode.Unauthorized, false), (loser.Status, loser.TouchesCookie));
        Assert.Equal(["kept"], (await scripted.Tab.DoAsync()).Values.Keys);
        Assert.Equal((1, 1), (scripted.Count(SessionEventType.Regenerated), scripted.Count(SessionEventType.ChangesDropped)));
    }

    [Fact]
    [Trait("Requirement", "RG-3")]
    public async Task Of_100_at_once_one_wins()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Store.Before = async _ => await Task.Yield();
        var held = new List<HeldRequest>();
        for (int i = 0; i < 100; i++)
            held.Add(await scripted.HoldAsync(after: "regenerate"));

        Answer[] answers = await Task.WhenAll(held.Select(static request => request.ReleaseAsync()));

        Assert.Single(answers, static answer => answer.NewToken is not null);
        Assert.Equal(99, answers.Count(static answer => answer.Status == HttpStatusCode.Unauthorized && !answer.TouchesCookie));
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task A_regeneration_that_a_plain_writer_overtakes_keeps_both_changes()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1; regenerate");

        await scripted.Tab.DoAsync("set b 1");
        Answer answer = await slow.ReleaseAsync();

        Assert.NotNull(answer.NewToken);
        Assert.Equal(["a", "b"], (await scripted.Tab.DoAsync()).Values.Keys.Order());
    }

    [Theory]
    [InlineData(ServerKind.TestServer)]
    [InlineData(ServerKind.KestrelHttp1)]
    [InlineData(ServerKind.KestrelHttp2)]
    public async Task A_plain_writer_that_a_regeneration_overtakes_is_told_to_try_again(ServerKind kind)
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync(kind: kind);
        HeldRequest slow = await scripted.HoldAsync(after: "set a 1");

        await scripted.Tab.DoAsync("regenerate");
        Answer answer = await slow.ReleaseAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (answer.Status, answer.TouchesCookie));
        Assert.NotEqual("", answer.Page.Header("Retry-After"));
        Assert.Equal(1, scripted.Count(SessionEventType.CommitFailed));
        Assert.Equal("1", (await scripted.Tab.DoAsync("set a 1")).Values["a"]);
    }

    [Fact]
    [Trait("Requirement", "RG-5")]
    public async Task When_the_answer_is_lost_the_old_secret_has_no_power_and_the_user_can_sign_in_again()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();

        await scripted.Tab.LoseAsync("regenerate");
        Answer old = await scripted.Tab.DoAsync();
        Answer again = await scripted.Tab.DoAsync("signin ada");

        Assert.Equal((HttpStatusCode.OK, null), (old.Status, old.User));
        Assert.Equal("ada", again.User);
        Assert.Equal("ada", (await scripted.Tab.DoAsync()).User);
    }

    [Fact]
    public async Task A_secret_in_its_grace_may_write_but_not_regenerate()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await scripted.Tab.DoAsync();
        await scripted.Tab.DoAsync();

        Answer regeneration = await old.LoseAsync("set a 1; regenerate");
        Answer write = await old.LoseAsync("set b 1");

        Assert.Equal((HttpStatusCode.Unauthorized, false), (regeneration.Status, regeneration.TouchesCookie));
        Assert.Equal((HttpStatusCode.OK, false), (write.Status, write.TouchesCookie));
        Assert.Equal(["b"], (await scripted.Tab.DoAsync()).Values.Keys);
    }

    [Fact]
    public async Task A_secret_in_its_grace_is_not_made_better_by_a_conflict()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        using Browser old = scripted.Tab.Copy();
        scripted.Clock.Advance(SecureSessionDefaults.RenewalInterval);
        await scripted.Tab.DoAsync();
        await scripted.Tab.DoAsync();
        Task<Answer> late = old.LoseAsync("hold grace; set a 1; commit; regenerate");
        await scripted.Script.Hold("grace").Reached;

        await scripted.Tab.DoAsync("set b 1");
        scripted.Script.Hold("grace").Release();

        Answer answer = await late;
        Assert.Equal((HttpStatusCode.Unauthorized, false), (answer.Status, answer.TouchesCookie));
        Assert.Equal(["a", "b"], (await scripted.Tab.DoAsync()).Values.Keys.Order());
    }

    [Fact]
    public async Task A_regeneration_whose_outcome_is_unknown_is_answered_503_and_sends_no_cookie()
    {
        await using ScriptedHost scripted = await ScriptedHost.StartSignedInAsync();
        scripted.Store.Fail(StoreFault.ThrowsAfterDoing, StoreOperation.Replace);

        Answer answer = await scripted.Tab.DoAsync("regenerate");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), (answer.Status, answer.TouchesCookie));
    }
}

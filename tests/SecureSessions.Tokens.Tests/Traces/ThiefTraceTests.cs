using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// A thief has copied the owner's refresh token. He acts twice: after the owner's first cycle, and after the second one. Then the owner
/// goes through a third.
/// </summary>
/// <remarks>
/// The owner's steps are R, L, A and G as of <see cref="HonestTraceTests"/>. The thief refreshes with the stolen token (S), with the newest
/// that he got (T), calls an API (U), or lets a grace pass (G). A grace lies between him and each refresh of the owner.
/// </remarks>
[Trait("Requirement", "TK-5")]
public sealed class ThiefTraceTests
{
    private const string Steps = "STUG";

    // With an API call at once, with one a grace later, with an answer that is lost once, and without any call.
    private static readonly string[] Cycles = ["RAG", "RGA", "LRAG", "LGRAG", "RG"];

    [Fact]
    public void No_call_of_a_thief_who_keeps_a_grace_away_stays_unnoticed()
    {
        Trace[] traces =
        [
            .. from first in Cycles
               from plan in Sequences.UpToLength(2, Steps)
               from second in Cycles
               from later in Sequences.UpToLength(2, Steps)
               from third in (string[])["RA", "LRA", "LGRA"]
               select new Trace(first, plan, second, later, third),
        ];

        int called = 0;
        Assert.Equal(5 * 21 * 5 * 21 * 3, traces.Length);
        Assert.Empty(Sequences.Failing(traces, static () => new TokenWorld(), async (world, trace) =>
        {
            ThiefRun run = await RunAsync(world, trace);
            Interlocked.Add(ref called, Math.Sign(run.Calls));
            return run.Calls == 0 || run.HasEnded;
        }));

        // Many a thief does call an API: he is noticed after that.
        Assert.InRange(called, 1_000, traces.Length);
    }

    [Fact]
    public void Nor_does_one_of_a_thief_with_longer_plans()
    {
        Trace[] traces =
        [
            .. from plan in Sequences.UpToLength(3, Steps)
               from later in Sequences.UpToLength(3, Steps)
               select new Trace("RAG", plan, "RAG", later, "RA"),
        ];

        Assert.Empty(Sequences.Failing(traces, static () => new TokenWorld(), static async (world, trace) =>
        {
            ThiefRun run = await RunAsync(world, trace);
            return run.Calls == 0 || run.HasEnded;
        }));
    }

    [Fact]
    public async Task A_thief_who_refreshes_within_the_grace_of_the_owner_gets_the_same_token_and_is_not_noticed()
    {
        using var world = new TokenWorld();
        TraceClient owner = await world.SignInAsync();
        SessionToken stolen = owner.Token;

        owner = (await world.RefreshAsync(owner.Token))!;
        TraceClient thief = (await world.RefreshAsync(stolen))!;

        Assert.Equal(owner.Token.ToRefreshToken(), thief.Token.ToRefreshToken());
        Assert.True(await world.CallAsync(thief.Access));
        Assert.Empty(world.Events.Of(SessionEventType.TokenReused));
    }

    [Fact]
    public async Task A_thief_who_refreshes_so_often_that_the_store_forgets_the_token_of_the_owner_is_noticed_all_the_same()
    {
        using var world = new TokenWorld();
        TraceClient owner = await world.SignInAsync();
        TraceClient thief = owner;
        for (int i = 0; i < 2 * SecureSessionDefaults.RememberedSecrets; i++)
        {
            world.PassGrace();
            thief = (await world.RefreshAsync(thief.Token))!;
            Assert.True(await world.CallAsync(thief.Access));
        }

        Assert.Null(await world.RefreshAsync(owner.Token));

        Assert.Equal("forgotten", Assert.Single(world.Events.Of(SessionEventType.TokenReused)).Detail);
        Assert.False(await world.CallAsync(thief.Access));
        Assert.Null(await world.RefreshAsync(thief.Token));
    }

    private static async Task<ThiefRun> RunAsync(TokenWorld world, Trace trace)
    {
        var run = new ThiefRun(world, await world.SignInAsync());
        await run.OwnerAsync(trace.First);
        run.Steal();
        await run.ThiefAsync(trace.Plan);
        await run.OwnerAsync(trace.Second);
        await run.ThiefAsync(trace.Later);
        await run.OwnerAsync(trace.Third);
        return run;
    }

    private sealed record Trace(string First, string Plan, string Second, string Later, string Third);
}

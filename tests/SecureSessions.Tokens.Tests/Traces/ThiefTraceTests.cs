using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>Every plan of a thief who stays a grace away from the owner's refreshes, and the limits of what is noticed.</summary>
[Trait("Requirement", "TK-5")]
public sealed class ThiefTraceTests
{
    [Fact]
    public void No_call_of_a_thief_who_keeps_a_grace_away_stays_unnoticed()
    {
        ThiefTrace[] traces = [.. ThiefTrace.All];

        int called = 0;
        Assert.Equal(5 * 21 * 5 * 21 * 3, traces.Length);
        Assert.Empty(MemoryWorld.Failing(traces, async (world, trace) =>
        {
            ThiefRun run = await trace.RunAsync(world);
            Interlocked.Add(ref called, Math.Sign(run.Calls));
            return run.Calls == 0 || run.HasEnded;
        }));

        // Many a thief does call an API: he is noticed after that.
        Assert.InRange(called, 1_000, traces.Length);
    }

    [Fact]
    public void Nor_does_one_of_a_thief_with_longer_plans() =>
        Assert.Empty(MemoryWorld.Failing([.. ThiefTrace.Longer], ThiefTrace.HoldsAsync));

    [Fact]
    public void Nor_does_one_where_a_grace_passes_between_any_two_steps() => Assert.Empty(MemoryWorld.Failing(
        [.. ThiefTrace.All.Where(static trace => trace.CallsApi()).Select(static trace => trace.ToEffective().ToSlow()).Distinct()],
        ThiefTrace.HoldsAsync));

    [Fact]
    public async Task A_thief_who_refreshes_within_the_grace_of_the_owner_gets_the_same_token_and_is_not_noticed()
    {
        using var world = new MemoryWorld();
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
        using var world = new MemoryWorld();
        TraceClient owner = await world.SignInAsync();
        TraceClient thief = owner;
        for (int i = 0; i < 2 * SecureSessionDefaults.RememberedSecrets; i++)
        {
            await world.PassGraceAsync();
            thief = (await world.RefreshAsync(thief.Token))!;
            Assert.True(await world.CallAsync(thief.Access));
        }

        Assert.Null(await world.RefreshAsync(owner.Token));

        Assert.Equal("forgotten", Assert.Single(world.Events.Of(SessionEventType.TokenReused)).Detail);
        Assert.False(await world.CallAsync(thief.Access));
        Assert.Null(await world.RefreshAsync(thief.Token));
    }
}

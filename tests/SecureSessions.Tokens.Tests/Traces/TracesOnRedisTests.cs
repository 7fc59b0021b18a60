using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>The traces of clients and of thieves on a real Redis server, by its own clock.</summary>
/// <remarks>
/// On a machine so busy that a grace passes between two steps, a trace becomes another one, for which the same holds
/// (<see cref="ThiefTrace.ToSlow"/>).
/// </remarks>
public sealed class TracesOnRedisTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisWorld _world = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _world = await RedisWorld.StartAsync(_server);
    }

    public async Task DisposeAsync()
    {
        _world?.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TK-6")]
    public async Task No_client_is_ever_logged_out_or_taken_for_a_thief_whatever_is_lost()
    {
        string[] traces = [.. Sequences.OfLength(8, HonestTrace.Steps)];

        string[] telling = [.. traces.Where(HonestTrace.IsTelling)];
        Assert.Equal((65_536, 22_363), (traces.Length, telling.Length));
        Assert.Empty(await _world.FailingAsync(telling, HonestTrace.HoldsAsync));
    }

    [Fact]
    [Trait("Requirement", "TK-5")]
    public async Task No_call_of_a_thief_who_keeps_a_grace_away_stays_unnoticed()
    {
        ThiefTrace[] traces = [.. ThiefTrace.All, .. ThiefTrace.Longer];

        ThiefTrace[] telling = [.. traces.Select(static trace => trace.ToEffective()).Distinct().Where(static trace => trace.CallsApi())];
        Assert.Equal((40_300, 6_347), (traces.Length, telling.Length));
        Assert.Empty(await _world.FailingAsync(telling, ThiefTrace.HoldsAsync));
    }
}

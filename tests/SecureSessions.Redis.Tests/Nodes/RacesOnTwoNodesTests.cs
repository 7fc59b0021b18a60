using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests.Nodes;

/// <summary>What ends, changes or refreshes a session, each against each, on two nodes that have one Redis server in common.</summary>
[Collection(OwnServers.Name)]
[Trait("Pace", "Alone")]
public sealed class RacesOnTwoNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(12);

    private readonly List<SessionHost> _hosts = [];
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (SessionHost host in _hosts)
            await host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "TM-1")]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "RG-1")]
    public async Task Of_two_requests_that_take_turns_the_second_gets_what_the_table_says()
    {
        RaceOfTwo race = await StartAsync();

        foreach ((string first, string second) in RaceTable.Pairs("change", "token", "end", "limit"))
            await race.TakesTurnsAsync(first, second);
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "TO-5")]
    public async Task A_timed_renewal_on_the_other_node_leaves_the_second_what_the_table_says()
    {
        RaceOfTwo race = await StartAsync(Interval);

        await Task.WhenAll(RaceTable.Pairs("renewal", "used renewal").Select(pair => race.TakesTurnsAsync(pair.First, pair.Second)));
    }

    [Fact]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "RG-3")]
    public async Task Two_requests_that_act_at_once_end_as_if_one_had_been_before_the_other()
    {
        RaceOfTwo race = await StartAsync();
        string[] deeds = [.. RaceTable.Groups["change"], .. RaceTable.Groups["token"], .. RaceTable.Groups["end"], RaceOfTwo.Limit];

        foreach (string first in deeds)
        {
            foreach (string second in deeds)
                await race.ActAtOnceAsync(first, second);
        }
    }

    private async Task<RaceOfTwo> StartAsync(TimeSpan? renewalInterval = null) =>
        new(await StartNodeAsync(renewalInterval), await StartNodeAsync(renewalInterval), () => Task.Delay(Interval));

    private async Task<(SessionHost Host, Script Script)> StartNodeAsync(TimeSpan? renewalInterval)
    {
        var script = new Script();
        SessionHost host = await RedisHost.StartAsync(
            _server,
            options =>
            {
                options.MaxSessionsPerUser = 1;
                options.StoreTimeout = TimeSpan.FromMinutes(1);
                if (renewalInterval is { } interval)
                    (options.RenewalInterval, options.RenewalGrace) = (interval, TimeSpan.FromSeconds(1));
            },
            map: script.MapCommands);
        _hosts.Add(host);
        return (host, script);
    }
}

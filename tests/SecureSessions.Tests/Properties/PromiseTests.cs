using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Properties;

/// <summary>
/// What the library promises of sessions and of secrets, under random interleavings of one browser's requests, a thief's, and failures.
/// </summary>
[Trait("Pace", "Slow")]
public sealed class PromiseTests : IAsyncLifetime
{
    private readonly WorldHolder _holder = new();
    private readonly Script _script = new();
    private SessionHost _host = null!;

    public async Task InitializeAsync() => _host = await SessionHost.StartAsync(new SessionHostSettings
    {
        Map = _script.MapCommands,
        Configure = static o => o.AbsoluteTimeout = TimeSpan.FromHours(1),
        ConfigureServices = UseWorld,
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [Trait("Requirement", "TM-2")]
    [Trait("Requirement", "TO-2")]
    [Trait("Requirement", "TO-5")]
    [Trait("Requirement", "RG-3")]
    [InlineData(3_000, 20261121UL)]
    [InlineData(500, null)]
    public void An_honest_browser_keeps_its_session_and_all_that_was_acknowledged(int runs, ulong? seed) =>
        Check(runs, seed, StepsWith(thief: 0, failure: 0));

    [Theory]
    [Trait("Requirement", "TO-5")]
    [InlineData(2_000, 20261122UL)]
    [InlineData(500, null)]
    public void Store_calls_that_fail_lose_nothing_that_was_acknowledged_and_log_nobody_out(int runs, ulong? seed) =>
        Check(runs, seed, StepsWith(thief: 0, failure: 2));

    [Theory]
    [Trait("Requirement", "TO-5")]
    [InlineData(2_000, 20261123UL)]
    [InlineData(500, null)]
    public void A_thief_who_uses_a_spent_secret_ends_the_session(int runs, ulong? seed) =>
        Check(runs, seed, StepsWith(thief: 2, failure: 0));

    [Theory]
    [Trait("Requirement", "RG-1")]
    [InlineData(1_000, 20261124UL)]
    [InlineData(200, null)]
    public void A_browser_that_does_one_thing_at_a_time_has_at_most_one_session(int runs, ulong? seed) =>
        Check(runs, seed, StepsWith(thief: 0, failure: 0), oneAtATime: true);

    private void UseWorld(IServiceCollection services)
    {
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<ISecureSessionStore>(
            provider => new ParkingStore(ActivatorUtilities.CreateInstance<MemorySessionStore>(provider), _holder));
        services.AddSingleton<ISecureSessionEventHandler>(_holder);
        services.AddSingleton(new WriterTurns(waits: false));
        services.AddSingleton<IServer, DirectServer>();
    }

    private static Gen<History> StepsWith(int thief, int failure)
    {
        Gen<Step> step = Gen.Frequency(
            (8, Of(StepKind.Send)),
            (16, Of(StepKind.Continue)),
            (6, Of(StepKind.Deliver)),
            (1, Of(StepKind.Lose)),
            (4, Of(StepKind.Advance)),
            (failure, Of(StepKind.Fail)),
            (thief, Of(StepKind.Steal)),
            (thief, Of(StepKind.ThiefSends)));
        return Gen.Choose(5, 80).SelectMany(length => Gen.ArrayOf(step, length)).Select(static steps => new History(steps));

        static Gen<Step> Of(StepKind kind) => Gen.Choose(0, 10_000).Select(choice => new Step(kind, choice));
    }

    private void Check(int runs, ulong? seed, Gen<History> histories, bool oneAtATime = false)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(runs);
        if (seed is { } fixedSeed)
            config = config.WithReplay(fixedSeed, 1);

        Prop.ForAll(Arb.From(histories, static history => history.Shrink()), history => HoldsAsync(history, oneAtATime)).Check(config);
    }

    private async Task ExpectListedAsync(Model model)
    {
        ISecureSessionIndex index = _host.Services.GetRequiredService<ISecureSessionIndex>();
        foreach (ModelSession session in model.Living.Where(static session => session.User is not null))
        {
            IReadOnlyList<IndexedSession> listed = await index.ListAsync(session.User!, CancellationToken.None);
            model.Expect(listed.Any(one => one.Id == session.Id), $"{session.Id} of {session.User} lives and is not listed");
        }
    }

    private async Task<Property> HoldsAsync(History history, bool oneAtATime)
    {
        var world = new World((DirectServer)_host.Services.GetRequiredService<IServer>(), _script, _host.Clock);
        _holder.World = world;
        foreach (Step step in history.Steps)
        {
            world.Take(step);
            if (!oneAtATime)
                continue;

            world.Settle();
            world.Model.Expect(world.Model.Living.Count() <= 1, $"after {step} the browser has two sessions");
        }

        world.Finish();
        await ExpectListedAsync(world.Model);
        _holder.World = null;
        return (world.Model.Broken.Count == 0).Label(string.Join("\n", world.Model.Broken));
    }
}

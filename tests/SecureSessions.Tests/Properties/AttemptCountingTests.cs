using FsCheck;
using FsCheck.Fluent;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Properties;

/// <summary>Under random attempts, successes and pauses the counters of sign-ins say what the rules say.</summary>
public sealed class AttemptCountingTests
{
    private static readonly AttemptLimits Limits =
        new() { SourceFailures = 3, AccountFailures = 6, MaxSourceWait = TimeSpan.FromSeconds(60) };

    [Theory]
    [Trait("Requirement", "FA-1")]
    [Trait("Requirement", "FA-2")]
    [InlineData(1_500, 20261130UL)]
    [InlineData(300, null)]
    public void The_counters_agree_with_what_follows_from_all_that_has_happened(int runs, ulong? seed)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(runs);
        if (seed is { } fixedSeed)
            config = config.WithReplay(fixedSeed, 1);

        Gen<AttemptStep> step = Gen.Choose(0, 5 * 2 * 6 * 10 - 1).Select(static choice => new AttemptStep(
            Kind: choice % 5, Account: choice / 5 % 2, Source: choice / 10 % 6, Pause: choice / 60 % AttemptStep.Pauses.Length));
        Prop.ForAll(Arb.From(Gen.Choose(5, 100).SelectMany(length => Gen.ArrayOf(step, length))), Agree).Check(config);
    }

    private static Property Agree(AttemptStep[] steps)
    {
        var clock = new ManualTimeProvider();
        var counters = new MemoryCounters(clock);
        var model = new AttemptModel(Limits);
        foreach (AttemptStep step in steps)
        {
            (string said, string follows) = Take(step, counters, model, clock);
            if (said != follows)
                return false.Label($"{string.Join(", ", steps.AsEnumerable())}: at {step} the counters say {said} and not {follows}");
        }

        return true.ToProperty();
    }

    private static (string Said, string Follows) Take(
        AttemptStep step, MemoryCounters counters, AttemptModel model, ManualTimeProvider clock)
    {
        AttemptKeys keys = new()
        {
            Account = $"a{step.Account}",
            Method = $"m{step.Account}",
            Source = $"{step.Account} {step.Source}",
            Network = $"n{step.Source / 2}",
        };
        switch (step.Kind)
        {
            case < 2:
                return ($"{Now(counters.CountAsync(keys, Limits, default))}", $"{model.Attempt(step.Account, step.Source)}");
            case 2:
                return ($"{Now(counters.ForgetAsync(keys, Limits, default))}", $"{model.Succeed(step.Account, step.Source)}");
            default:
                TimeSpan pause = AttemptStep.Pauses[step.Pause];
                clock.Leap(pause);
                model.Now += pause;
                return ("", "");
        }
    }

    // In memory every call is done when it returns.
    private static T Now<T>(ValueTask<T> call) =>
        call.IsCompletedSuccessfully ? call.Result : throw new InvalidOperationException("It waits.");
}

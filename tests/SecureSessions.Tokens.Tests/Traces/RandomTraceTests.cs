using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>Long random traces, of which the shortest that fails is shown.</summary>
public sealed class RandomTraceTests
{
    [Theory]
    [Trait("Requirement", "TK-6")]
    [InlineData(2_000, 20261201UL)]
    [InlineData(300, null)]
    public void No_client_is_logged_out_whose_answers_come_late_twice_or_never(int runs, ulong? seed)
    {
        using var world = new MemoryWorld();

        Check(runs, seed, TextsOf(RandomRun.Steps, 60), async steps =>
            await new RandomRun(world, await world.SignInAsync()).RunAsync(steps));
    }

    [Theory]
    [Trait("Requirement", "TK-5")]
    [InlineData(4_000, 20261202UL)]
    [InlineData(300, null)]
    public void A_thief_and_the_owner_are_not_both_signed_in_after_both_have_called(int runs, ulong? seed)
    {
        using var world = new MemoryWorld();

        // The two take turns. The thief acts after each comma.
        Check(runs, seed, TurnsOf(Gen.Choose(1, 4)), async turns =>
        {
            var run = new ThiefRun(world, await world.SignInAsync());
            foreach ((int count, string turn) in turns.Split(',').Index())
            {
                if (count % 2 == 1)
                    await run.ThiefAsync(turn);
                else
                    await run.OwnerAsync(turn + "G");
                if (count == 0)
                    run.Steal();
            }

            await run.OwnerAsync("RA");
            return run.Calls == 0 || run.HasEnded;
        });
    }

    [Theory]
    [Trait("Requirement", "TK-9")]
    [InlineData(500, 20261203UL)]
    [InlineData(100, null)]
    public void Nothing_that_a_client_was_ever_given_is_good_after_the_end_of_its_session(int runs, ulong? seed)
    {
        using var world = new MemoryWorld();

        Check(runs, seed, TextsOf(RandomRun.Steps, 30), async steps =>
        {
            TraceClient first = await world.SignInAsync();
            var run = new RandomRun(world, first);
            await run.RunAsync(steps);
            await world.EndAsync(first.Access.SessionId);
            foreach (TraceClient given in run.Given)
            {
                if (await world.CallAsync(given.Access) || await world.RefreshAsync(given.Token) is not null)
                    return false;
            }

            return true;
        });
    }

    private static Gen<string> TextsOf(string letters, int longest) => Gen.Choose(0, longest)
        .SelectMany(length => Gen.ArrayOf(Gen.Elements(letters.ToCharArray()), length)).Select(static steps => new string(steps));

    private static Gen<string> TurnsOf(Gen<int> pairs) => pairs
        .SelectMany(count => Gen.ArrayOf(
            TextsOf(HonestTrace.Steps, 5).SelectMany(_ => TextsOf(ThiefTrace.Steps, 5), static (owner, thief) => $"{owner},{thief}"),
            count))
        .Select(static turns => string.Join(',', turns));

    private static void Check(int runs, ulong? seed, Gen<string> texts, Func<string, Task<bool>> holds)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(runs);
        if (seed is { } fixedSeed)
            config = config.WithReplay(fixedSeed, 1);

        Prop.ForAll(Arb.From(texts, Shrink), holds).Check(config);
    }

    // The turns stay.
    private static IEnumerable<string> Shrink(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != ',')
                yield return text.Remove(i, 1);
        }
    }
}

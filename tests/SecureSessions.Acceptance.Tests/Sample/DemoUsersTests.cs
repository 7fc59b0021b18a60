using System.Diagnostics;
using System.Globalization;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Acceptance.Tests.Sample;

/// <summary>The time of a refusal does not tell whether there is such a user.</summary>
[Collection(RunsAlone.Name)]
public sealed class DemoUsersTests : IAsyncDisposable
{
    private const int Pairs = 20;

    // Some 50 milliseconds: the hash is the longest part of an answer by far.
    private const int Iterations = 100_000;

    private readonly SampleSite _site = SampleSite.With("Sessions:SignInAttempts:AccountFailures", "100", Iterations);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    [Trait("Requirement", "FA-4")]
    public async Task An_unknown_user_takes_as_long_as_a_wrong_password()
    {
        using Browser browser = _site.NewBrowser();
        string token = SampleSite.TokenIn((await browser.GetAsync("/login")).Body);
        await RefuseAsync("alice", 0);
        TimeSpan[] wrong = new TimeSpan[Pairs];
        TimeSpan[] unknown = new TimeSpan[Pairs];
        TimeSpan[] withoutHash = new TimeSpan[Pairs];

        // One after the other, so that whatever else the machine does slows down all of them alike.
        for (int i = 0; i < Pairs; i++)
        {
            wrong[i] = await FasterOfTwoAsync(() => RefuseAsync("alice", i + 1));
            unknown[i] = await FasterOfTwoAsync(() => RefuseAsync(string.Create(CultureInfo.InvariantCulture, $"nobody{i}"), i + 1));
            withoutHash[i] = await FasterOfTwoAsync(() => TimeAsync(() => browser.GetAsync("/login")));
        }

        // Where two samples come from one source, the chance that one of the first is above one of the second is a half, with a standard
        // deviation of 0.09 at this size. An answer without a hash is below every answer with one.
        Assert.InRange(ChanceToBeAbove(wrong, unknown), 0.1, 0.9);
        Assert.InRange(ChanceToBeAbove(wrong, withoutHash), 0.95, 1);

        Task<TimeSpan> RefuseAsync(string name, int i)
        {
            browser.Address = string.Create(CultureInfo.InvariantCulture, $"10.0.{i}.1");
            return TimeAsync(() => browser.SubmitAsync("/login", new Dictionary<string, string>
            {
                [SampleSite.TokenField] = token,
                ["username"] = name,
                ["password"] = "a wrong password",
            }));
        }
    }

    private static double ChanceToBeAbove(TimeSpan[] ones, TimeSpan[] others) =>
        ones.Sum(one => others.Count(other => one > other)) / (double)(ones.Length * others.Length);

    // The one that nothing else disturbed.
    private static async Task<TimeSpan> FasterOfTwoAsync(Func<Task<TimeSpan>> timeAsync)
    {
        (TimeSpan first, TimeSpan second) = (await timeAsync(), await timeAsync());
        return first < second ? first : second;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task<Page>> ask)
    {
        long start = Stopwatch.GetTimestamp();
        Page answer = await ask();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        Assert.Equal(200, (int)answer.Status);
        return time;
    }
}

using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Redis.Tests;

public sealed class RedisLaneTests
{
    private const int MostInFlight = 5_000;

    private readonly ManualTimeProvider _clock = new();
    private readonly RedisLane _lane;

    public RedisLaneTests() => _lane = new RedisLane(_clock);

    [Fact]
    public void It_takes_no_more_calls_than_a_bound_and_one_for_each_that_leaves()
    {
        Assert.Equal(MostInFlight, Enumerable.Range(0, 2 * MostInFlight).Count(_ => _lane.TryEnter(out bool _)));

        _lane.Leave();

        Assert.True(_lane.TryEnter(out bool _));
        Assert.False(_lane.TryEnter(out bool _));
    }

    [Fact]
    public void While_it_is_down_one_call_at_a_time_looks_whether_the_server_is_back()
    {
        Assert.True(_lane.OnUnanswered(_clock.GetTimestamp() + 1));

        Assert.True(_lane.TryEnter(out bool isProbe));
        Assert.True(isProbe);
        Assert.False(_lane.TryEnter(out bool _));
        _lane.EndProbe(isProbe);
        Assert.True(_lane.TryEnter(out isProbe));
        Assert.True(isProbe);
    }

    [Fact]
    public void A_late_answer_opens_it_again()
    {
        _lane.OnUnanswered(_clock.GetTimestamp() + 1);

        _lane.OnAnswered();

        Assert.False(_lane.IsDown);
        Assert.True(_lane.TryEnter(out bool isProbe));
        Assert.False(isProbe);
    }

    [Fact]
    public void A_call_that_was_overtaken_by_an_answer_says_nothing_of_the_server()
    {
        long startedAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _lane.OnAnswered();

        Assert.False(_lane.OnUnanswered(startedAt));
        Assert.False(_lane.IsDown);
    }
}

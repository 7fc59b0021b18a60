using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests;

public sealed class WriterTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WriterTurns _turns = new();
    private readonly SessionId _id = RandomValues.Id();

    [Fact]
    public async Task One_comes_after_the_other_in_the_order_in_which_they_came()
    {
        WriterTurns.Turn first = await _turns.EnterAsync(_id, Patience);
        Task<WriterTurns.Turn> second = _turns.EnterAsync(_id, Patience).AsTask();
        Task<WriterTurns.Turn> third = _turns.EnterAsync(_id, Patience).AsTask();

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        (await third).Dispose();

        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public async Task Other_sessions_do_not_wait()
    {
        using WriterTurns.Turn one = await _turns.EnterAsync(_id, Patience);

        ValueTask<WriterTurns.Turn> other = _turns.EnterAsync(RandomValues.Id(), Patience);

        Assert.True(other.IsCompletedSuccessfully);
        (await other).Dispose();
        Assert.Equal(1, _turns.Count);
    }

    [Fact]
    public async Task Whoever_runs_out_of_patience_goes_on_and_is_passed_over()
    {
        WriterTurns.Turn first = await _turns.EnterAsync(_id, Patience);
        WriterTurns.Turn impatient = await _turns.EnterAsync(_id, TimeSpan.Zero);
        Task<WriterTurns.Turn> third = _turns.EnterAsync(_id, Patience).AsTask();

        impatient.Dispose();
        Assert.False(third.IsCompleted);
        first.Dispose();
        (await third).Dispose();

        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public async Task When_the_store_fails_nobody_waits_any_longer()
    {
        WriterTurns.Turn first = await _turns.EnterAsync(_id, Patience);
        Task<WriterTurns.Turn> second = _turns.EnterAsync(_id, Patience).AsTask();
        Task<WriterTurns.Turn> third = _turns.EnterAsync(_id, Patience).AsTask();

        _turns.LetGo(_id);
        (await second).Dispose();
        (await third).Dispose();

        Assert.Equal(1, _turns.Count);
        first.Dispose();
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public void A_version_is_out_of_date_when_a_later_one_of_the_same_session_was_written_here()
    {
        _turns.Tell(_id, 5);

        Assert.Equal((true, false, false), (_turns.IsOutdated(_id, 4), _turns.IsOutdated(_id, 5), _turns.IsOutdated(RandomValues.Id(), 1)));
    }
}

using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests;

public sealed class WriterTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WriterTurns _turns = new();
    private readonly SessionId _id = RandomValues.Id();

    [Fact]
    public async Task Writers_of_one_session_get_their_turns_in_the_order_of_their_arrival()
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
    public async Task Writers_of_different_sessions_do_not_wait_for_each_other()
    {
        using WriterTurns.Turn one = await _turns.EnterAsync(_id, Patience);

        ValueTask<WriterTurns.Turn> other = _turns.EnterAsync(RandomValues.Id(), Patience);

        Assert.True(other.IsCompletedSuccessfully);
        (await other).Dispose();
        Assert.Equal(1, _turns.Count);
    }

    [Fact]
    public async Task A_writer_that_stops_waiting_goes_on_and_is_passed_over()
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
    public async Task When_the_store_fails_no_writer_waits_any_longer()
    {
        WriterTurns.Turn first = await _turns.EnterAsync(_id, Patience);
        Task<WriterTurns.Turn> second = _turns.EnterAsync(_id, Patience).AsTask();
        Task<WriterTurns.Turn> third = _turns.EnterAsync(_id, Patience).AsTask();

        _turns.ReleaseWaiting(_id);
        (await second).Dispose();
        (await third).Dispose();

        Assert.Equal(1, _turns.Count);
        first.Dispose();
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public void A_version_is_outdated_when_this_process_has_written_a_later_one_of_the_same_session()
    {
        _turns.RecordWritten(_id, 5);

        Assert.Equal((true, false, false), (_turns.IsOutdated(_id, 4), _turns.IsOutdated(_id, 5), _turns.IsOutdated(RandomValues.Id(), 1)));
    }
}

using SecureSessions.Testing;
using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class ExpiryWheelTests
{
    private const long Start = 1_800_000_000_000;

    private readonly ExpiryWheel _wheel = new(Start);

    [Fact]
    public void Of_entries_that_come_and_go_in_any_order_each_that_stays_is_taken_once_when_it_is_due()
    {
        var random = new Random(20280);
        HashSet<MemoryEntry> waiting = [];
        for (int i = 0; i < 5_000; i++)
        {
            // A reservation is due five minutes after it was made: within the ring, or beyond it.
            var entry = new MemoryEntry(RandomValues.Id(), "ada", Start + random.Next(60 * 60 * 1000));
            _wheel.Add(entry);
            waiting.Add(entry);
            if (i % 3 == 0)
                Remove(waiting.ElementAt(random.Next(waiting.Count)), waiting);
        }

        long last = Start + (2 * 60 * 60 * 1000);
        for (long now = Start; now < last; now += ExpiryWheel.TickMilliseconds)
            TakeDue(now, waiting);

        Assert.Empty(waiting);
        Assert.Empty(_wheel.Upcoming);
    }

    [Fact]
    public void An_entry_that_was_taken_or_removed_is_removed_again_without_effect()
    {
        MemoryEntry[] entries = [.. Enumerable.Range(0, 3).Select(static _ => new MemoryEntry(RandomValues.Id(), "ada", Start))];
        Array.ForEach(entries, _wheel.Add);

        _wheel.Remove(entries[0]);
        _wheel.Remove(entries[0]);
        Assert.True(_wheel.TryTake(entries[0].DueAt + (2 * ExpiryWheel.TickMilliseconds), out MemoryEntry? taken));
        _wheel.Remove(taken);

        Assert.True(_wheel.TryTake(entries[0].DueAt + (2 * ExpiryWheel.TickMilliseconds), out MemoryEntry? other));
        Assert.Equal(entries[1..].ToHashSet(), [taken, other]);
        Assert.False(_wheel.TryTake(entries[0].DueAt + (2 * ExpiryWheel.TickMilliseconds), out _));
    }

    private void Remove(MemoryEntry entry, HashSet<MemoryEntry> waiting)
    {
        _wheel.Remove(entry);
        waiting.Remove(entry);
    }

    // What is looked at too early is queued again, as the store does.
    private void TakeDue(long now, HashSet<MemoryEntry> waiting)
    {
        while (_wheel.TryTake(now, out MemoryEntry? entry))
        {
            Assert.Contains(entry, waiting);
            if (entry.DueAt <= now)
                waiting.Remove(entry);
            else
                _wheel.Add(entry);
        }

        Assert.DoesNotContain(waiting, entry => entry.DueAt + (2 * ExpiryWheel.TickMilliseconds) < now);
    }
}

using SecureSessions.TestKit;
using Xunit;

namespace SecureSessions.Tests.Primitives;

/// <summary>What is remembered is forgotten at the second tick, and has a bound.</summary>
public sealed class ShortMemoryTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly ShortMemory<int, string> _memory;

    public ShortMemoryTests() => _memory = new ShortMemory<int, string>(Tick, _clock);

    [Fact]
    public void A_value_is_forgotten_at_the_second_tick_however_often_it_is_found()
    {
        _memory.Add(1, "one", 0);

        _clock.Advance(Tick);
        Assert.Equal("one", _memory.Find(1));
        _clock.Advance(Tick);

        Assert.Null(_memory.Find(1));
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public void A_later_value_takes_the_place_of_an_earlier_one()
    {
        _memory.Add(1, "one", 0);
        _clock.Advance(Tick);

        _memory.Add(1, "other", 0);

        Assert.Equal("other", _memory.Find(1));
    }

    [Fact]
    public void The_number_of_values_and_their_bytes_are_bounded_until_the_next_tick()
    {
        const int Large = 1024 * 1024;
        for (int i = 0; i < 100_000; i++)
            _memory.Add(i, "small", 0);
        Assert.InRange(_memory.Count, 1, 40_000);

        _clock.Advance(2 * Tick);
        for (int i = 0; i < 100; i++)
            _memory.Add(i, "large", Large);
        Assert.InRange(_memory.Count, 1, ShortMemory<int, string>.MaxBytes / Large);

        _clock.Advance(Tick);
        _memory.Add(1000, "next", Large);
        Assert.Equal("next", _memory.Find(1000));
    }

    public void Dispose() => _memory.Dispose();
}

using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>Every way in which a client can come through its steps.</summary>
[Trait("Requirement", "TK-6")]
public sealed class HonestTraceTests
{
    [Fact]
    public void No_client_is_ever_logged_out_or_taken_for_a_thief_whatever_is_lost()
    {
        string[] traces = [.. Sequences.OfLength(8, HonestTrace.Steps)];

        Assert.Equal(65_536, traces.Length);
        Assert.Empty(MemoryWorld.Failing(traces, HonestTrace.HoldsAsync));
    }

    [Fact]
    public void Nor_is_one_whose_lost_answers_are_bounded_if_it_comes_again_in_time()
    {
        // Three graces and what they have more are shorter than the window.
        string[] traces =
            [.. Sequences.OfLength(6, HonestTrace.Steps).Where(static trace => trace.Count(static step => step == 'G') <= 3)];

        Assert.Empty(MemoryWorld.Failing(
            traces, HonestTrace.HoldsAsync, static tokens => tokens.RefreshRetryWindow = TimeSpan.FromMinutes(4)));
    }

    [Fact]
    public void Nor_is_one_whose_requests_arrive_several_times_within_the_grace()
    {
        string[] traces = [.. Sequences.OfLength(6, HonestTrace.Steps + "E")];

        Assert.Equal(15_625, traces.Length);
        Assert.Empty(MemoryWorld.Failing(traces, HonestTrace.HoldsAsync));
    }
}

using Xunit;

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// Every way in which a client can come through eight steps: a refresh whose answer it keeps (R), one whose answer is lost (L), a call of
/// an API (A), and a grace that passes (G). Where requests may arrive several times, all refreshes since the last grace come once more (E).
/// </summary>
[Trait("Requirement", "TK-6")]
public sealed class HonestTraceTests
{
    private const string Steps = "RLAG";

    [Fact]
    public void No_client_is_ever_logged_out_or_taken_for_a_thief_whatever_is_lost()
    {
        string[] traces = [.. Sequences.OfLength(8, Steps)];

        Assert.Equal(65_536, traces.Length);
        Assert.Empty(Sequences.Failing(
            traces, static () => new TokenWorld(), static (world, trace) => IsSignedInThroughoutAsync(world, trace)));
    }

    [Fact]
    public void Nor_is_one_whose_lost_answers_are_bounded_if_it_comes_again_in_time()
    {
        // Three graces and what they have more are shorter than the window.
        string[] traces = [.. Sequences.OfLength(6, Steps).Where(static trace => trace.Count(static step => step == 'G') <= 3)];

        Assert.Empty(Sequences.Failing(
            traces,
            static () => new TokenWorld(static tokens => tokens.RefreshRetryWindow = TimeSpan.FromMinutes(4)),
            static (world, trace) => IsSignedInThroughoutAsync(world, trace)));
    }

    [Fact]
    public void Nor_is_one_whose_requests_arrive_several_times_within_the_grace()
    {
        string[] traces = [.. Sequences.OfLength(6, Steps + "E")];

        Assert.Equal(15_625, traces.Length);
        Assert.Empty(Sequences.Failing(
            traces, static () => new TokenWorld(), static (world, trace) => IsSignedInThroughoutAsync(world, trace)));
    }

    private static async Task<bool> IsSignedInThroughoutAsync(TokenWorld world, string trace)
    {
        TraceClient client = await world.SignInAsync();
        List<SessionToken> sentInGrace = [];
        foreach (char step in trace)
        {
            if (step is 'R' or 'L')
                sentInGrace.Add(client.Token);
            switch (step)
            {
                case 'R' when await world.RefreshAsync(client.Token) is { } refreshed:
                    client = refreshed;
                    break;
                case 'L' when await world.RefreshAsync(client.Token) is not null:
                    break;
                case 'A' when await world.CallAsync(client.Access):
                    break;
                case 'A' when await world.RefreshAsync(client.Token) is { } refreshed && await world.CallAsync(refreshed.Access):
                    client = refreshed;
                    break;
                case 'G':
                    sentInGrace.Clear();
                    world.PassGrace();
                    break;
                case 'E' when await AllAreAnsweredAsync(world, sentInGrace):
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static async Task<bool> AllAreAnsweredAsync(TokenWorld world, List<SessionToken> tokens)
    {
        foreach (SessionToken token in tokens)
        {
            if (await world.RefreshAsync(token) is null)
                return false;
        }

        return true;
    }
}

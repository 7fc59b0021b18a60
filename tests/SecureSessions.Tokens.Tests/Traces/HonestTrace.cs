namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>
/// What a client does: a refresh whose answer it keeps (R), one whose answer is lost (L), a call of an API (A). Meanwhile a grace may pass
/// (G). Where requests may arrive several times, all refreshes since the last grace come once more (E).
/// </summary>
internal static class HonestTrace
{
    public const string Steps = "RLAG";

    /// <summary>
    /// Whether a trace tells what no other one does. Two calls in a row do what one does, and so do two graces; after a last grace nobody
    /// comes. Without them it is a shorter trace, which is the beginning of one that tells something.
    /// </summary>
    public static bool IsTelling(string trace) =>
        !trace.EndsWith('G')
        && !trace.Contains("GG", StringComparison.Ordinal)
        && !trace.Contains("AA", StringComparison.Ordinal);

    /// <summary>Whether the client is never logged out or taken for a thief.</summary>
    public static async Task<bool> HoldsAsync(TokenWorld world, string trace)
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
                    await world.PassGraceAsync();
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

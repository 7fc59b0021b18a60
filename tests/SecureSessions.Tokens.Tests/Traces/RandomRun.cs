namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>An honest client whose answers come late, twice or not at all, and whose user steps up, or is given other privileges.</summary>
/// <remarks>
/// The client refreshes and waits for the answer (R), or has it under way (S). The answer that has been under way for the longest time
/// arrives (D), or all are lost (L). All refreshes since the last grace arrive once more, and are answered again (E). The client calls an
/// API (A), or its user authenticates once more (U). The user's privileges are changed (M). A grace passes (G), or an hour (H).
/// </remarks>
internal sealed class RandomRun(MemoryWorld world, TraceClient client)
{
    public const string Steps = "RSDLEAUMGH";

    private readonly Queue<TraceClient> _underWay = new();
    private readonly List<SessionToken> _sent = [];
    private TraceClient _client = client;

    /// <summary>Whatever the client was ever given.</summary>
    public List<TraceClient> Given { get; } = [client];

    /// <summary>Takes the steps. Whether nothing is refused that the client asks for with what it holds.</summary>
    public async Task<bool> RunAsync(string steps)
    {
        foreach (char step in steps)
        {
            if (!await TakeAsync(step))
                return false;
        }

        return true;
    }

    private async ValueTask<bool> TakeAsync(char step)
    {
        switch (step)
        {
            case 'R':
                return Keep(await SendAsync(_client.Token));
            case 'S':
                return HaveUnderWay(await SendAsync(_client.Token));
            case 'D':
                return !_underWay.TryDequeue(out TraceClient? late) || Keep(late);
            case 'L':
                _underWay.Clear();
                return true;
            case 'E':
                return await SendAllAgainAsync();
            case 'A':
                return await world.CallAsync(_client.Access)
                    || (Keep(await SendAsync(_client.Token)) && await world.CallAsync(_client.Access));
            case 'U':
                // Whatever was asked before is answered by tokens that are dead.
                Forget();
                return Keep(await world.StepUpAsync(_client.Token));
            case 'M':
                await world.ChangePrivilegesAsync(_client.Access.SessionId);
                return true;
            case 'G':
                Forget();
                await world.PassGraceAsync();
                return true;
            case 'H':
                Forget();
                world.Pass(TimeSpan.FromHours(1));
                return true;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async ValueTask<TraceClient?> SendAsync(SessionToken token)
    {
        _sent.Add(token);
        return await world.RefreshAsync(token);
    }

    private async ValueTask<bool> SendAllAgainAsync()
    {
        foreach (SessionToken token in _sent)
        {
            if (!HaveUnderWay(await world.RefreshAsync(token)))
                return false;
        }

        return true;
    }

    private bool Keep(TraceClient? answer)
    {
        if (answer is null)
            return false;

        Given.Add(answer);
        _client = answer;
        return true;
    }

    private bool HaveUnderWay(TraceClient? answer)
    {
        if (answer is null)
            return false;

        _underWay.Enqueue(answer);
        return true;
    }

    private void Forget()
    {
        _underWay.Clear();
        _sent.Clear();
    }
}

namespace SecureSessions.Tokens.Tests.Traces;

/// <summary>An owner and a thief in one session.</summary>
internal sealed class ThiefRun(TokenWorld world, TraceClient owner)
{
    private TraceClient _owner = owner;
    private SessionToken _stolen = owner.Token;
    private TraceClient? _thief;

    /// <summary>How many calls of the thief an API has answered.</summary>
    public int Calls { get; private set; }

    /// <summary>Whether the owner was refused, as he is once the session has ended.</summary>
    public bool HasEnded { get; private set; }

    public void Steal() => _stolen = _owner.Token;

    public async Task OwnerAsync(string steps)
    {
        foreach (char step in steps)
        {
            switch (step)
            {
                case 'R':
                    _owner = await RefreshOwnerAsync() ?? _owner;
                    break;
                case 'L':
                    await RefreshOwnerAsync();
                    break;
                case 'A' when !await world.CallAsync(_owner.Access):
                    _owner = await RefreshOwnerAsync() ?? _owner;
                    await world.CallAsync(_owner.Access);
                    break;
                case 'G':
                    await world.PassGraceAsync();
                    break;
                default:
                    break;
            }
        }
    }

    public async Task ThiefAsync(string steps)
    {
        foreach (char step in steps)
        {
            switch (step)
            {
                case 'S':
                    _thief = await world.RefreshAsync(_stolen) ?? _thief;
                    break;
                case 'T' when _thief is not null:
                    _thief = await world.RefreshAsync(_thief.Token) ?? _thief;
                    break;
                case 'U' when _thief is not null:
                    Calls += await world.CallAsync(_thief.Access) ? 1 : 0;
                    break;
                case 'G':
                    await world.PassGraceAsync();
                    break;
                default:
                    break;
            }
        }

        // A grace lies between the thief and the next refresh of the owner.
        await world.PassGraceAsync();
    }

    private async Task<TraceClient?> RefreshOwnerAsync()
    {
        TraceClient? refreshed = await world.RefreshAsync(_owner.Token);
        HasEnded |= refreshed is null;
        return refreshed;
    }
}

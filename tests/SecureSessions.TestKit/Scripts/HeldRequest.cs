namespace SecureSessions.TestKit;

/// <summary>A request that waits in its handler.</summary>
public sealed class HeldRequest(Hold hold, Task<Answer> answer)
{
    /// <summary>Lets it finish.</summary>
    public Task<Answer> ReleaseAsync()
    {
        hold.Release();
        return answer;
    }
}

namespace SecureSessions.TestKit;

/// <summary>An answer that does not arrive, or not to its end.</summary>
public static class BrokenAnswer
{
    /// <summary>Whether the server cut the connection before the answer was complete: what a client sees differs with the server.</summary>
    public static async Task<bool> IsSeenAsync(Func<Task> request)
    {
        try
        {
            await request();
            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return true;
        }
    }
}

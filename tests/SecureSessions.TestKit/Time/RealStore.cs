namespace SecureSessions.TestKit;

/// <summary>A store on a real server, which takes a while to be reached and whose clock nobody moves.</summary>
internal static class RealStore
{
    /// <summary>Waits until calls are answered: a connection is opened in the background.</summary>
    public static Task WaitUntilServedAsync(ISecureSessionStore store) => Poll.UntilAsync(
        async () =>
        {
            try
            {
                await store.GetTimeAsync(CancellationToken.None);
                return true;
            }
            catch (SecureSessionStoreException)
            {
                return false;
            }
        },
        "the server serves the store");

    /// <summary>Lets time pass by the store's own clock.</summary>
    public static async Task WaitAsync(ISecureSessionStore store, TimeSpan duration)
    {
        DateTimeOffset end = await store.GetTimeAsync(CancellationToken.None) + duration;
        await Task.Delay(duration);
        await Poll.UntilAsync(async () => await store.GetTimeAsync(CancellationToken.None) >= end, "the time has passed");
    }
}

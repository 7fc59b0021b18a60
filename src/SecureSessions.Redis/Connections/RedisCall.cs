namespace SecureSessions.Redis;

/// <summary>Waits for the library, and for no longer than one wants to.</summary>
internal static class RedisCall
{
    /// <summary>Waits for a task. One that is given up on may still fail: somebody has to look at its exception.</summary>
    public static async Task WithinAsync(Task call, TimeSpan limit, TimeProvider timeProvider)
    {
        _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await call.WaitAsync(limit, timeProvider).ConfigureAwait(false);
    }
}

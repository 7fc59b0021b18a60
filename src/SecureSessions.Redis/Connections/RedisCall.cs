namespace SecureSessions.Redis;

/// <summary>How the library is waited for: not for longer than one wants to, or not at all.</summary>
internal static class RedisCall
{
    /// <summary>Waits for a task. One that is given up on may still fail: somebody has to look at its exception.</summary>
    public static async Task WithinAsync(Task call, TimeSpan limit, TimeProvider timeProvider)
    {
        _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await call.WaitAsync(limit, timeProvider).ConfigureAwait(false);
    }

    /// <summary>Runs what nobody waits for. The request that happens to come by must not pass its ambient state on.</summary>
    public static void InBackground(Func<Task> run, CancellationToken cancellationToken = default)
    {
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _ = Task.Run(run, cancellationToken);
    }
}

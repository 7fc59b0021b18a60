namespace SecureSessions.Benchmarks.Scale;

/// <summary>What it costs to find a session on Redis by the number of sessions, on one server and on a cluster.</summary>
internal static class RedisScaleMode
{
    private const int Rounds = 9;
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);

    /// <summary>How often an active user sends a request.</summary>
    private static readonly TimeSpan RequestInterval = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        List<RedisTarget> targets = [];
        try
        {
            targets.Add(await RedisTarget.OnOneServerAsync(Few));
            targets.Add(await RedisTarget.OnOneServerAsync(Many));
            targets.Add(await RedisTarget.OnClusterAsync(Few));
            targets.Add(await RedisTarget.OnClusterAsync(Many));
            await MeasureAsync(targets);
        }
        finally
        {
            foreach (RedisTarget target in targets)
                await target.DisposeAsync();
        }
    }

    // They take turns, so that noise meets all of them. The first round is for the just-in-time compiler.
    private static async Task MeasureAsync(List<RedisTarget> targets)
    {
        for (int round = 0; round <= Rounds; round++)
        {
            foreach (RedisTarget target in targets)
                await target.RunAsync(RoundDuration, counts: round > 0);
        }

        Console.WriteLine($"{Rounds} rounds; medians, with the range of the rounds");
        Console.WriteLine(
            "| Sessions | finds a second by 32 callers | p99 | Redis' own time a find | active users on one core of Redis, at a request "
            + $"every {RequestInterval.TotalSeconds:F0} s each |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (RedisTarget target in targets)
            Console.WriteLine(target.ToRow(RequestInterval));
    }
}

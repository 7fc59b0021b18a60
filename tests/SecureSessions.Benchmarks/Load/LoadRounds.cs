using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Load;

/// <summary>Drives apps in turn, round by round, so that noise meets all of them.</summary>
internal static class LoadRounds
{
    /// <summary>The driver of this machine: <c>wrk</c> where there is one.</summary>
    public static ILoadDriver NewDriver() => WrkDriver.IsAvailable() ? new WrkDriver() : new HttpClientDriver();

    public static string Describe(ILoadDriver driver, LoadSettings settings) =>
        $"{Environment.ProcessorCount} cores, {driver.Name}, {LoadSettings.Connections} connections, {settings.Rounds} rounds of "
        + $"{settings.Seconds} s each; medians";

    /// <summary>Drives one page of all apps.</summary>
    /// <param name="apps">The apps.</param>
    /// <param name="path">The page.</param>
    /// <param name="signedIn">Whether the requests are those of the user who has signed in.</param>
    /// <param name="redis">The server whose processor time is taken as well.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="settings">How long.</param>
    /// <param name="add">Takes each sample.</param>
    public static async Task DriveAsync<T>(
        IReadOnlyList<(T Variant, ServerProcess Server)> apps,
        string path,
        bool signedIn,
        RedisServer redis,
        ILoadDriver driver,
        LoadSettings settings,
        Action<T, LoadSample> add)
    {
        for (int round = 0; round <= settings.Rounds; round++)
        {
            foreach ((T variant, ServerProcess server) in apps)
            {
                TimeSpan before = server.ProcessorTime;
                TimeSpan redisBefore = await redis.UsedCpuAsync();
                LoadSample sample = await driver.DriveAsync(
                    new Uri(server.Address, path), signedIn ? server.Header : "", settings.Seconds);
                double requests = sample.RequestsPerSecond * settings.Seconds;
                sample = sample with
                {
                    ProcessorTimeEach = (server.ProcessorTime - before) / requests,
                    RedisTimeEach = (await redis.UsedCpuAsync() - redisBefore) / requests,
                };

                // The first round is for the just-in-time compiler.
                if (round > 0)
                    add(variant, sample);
            }
        }
    }
}

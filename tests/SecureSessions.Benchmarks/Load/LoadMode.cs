using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Load;

/// <summary>Starts every app in a process of its own and drives them in turn, round by round, so that noise meets all of them.</summary>
internal static class LoadMode
{
    public static async Task RunAsync(LoadSettings settings)
    {
        ILoadDriver driver = WrkDriver.IsAvailable() ? new WrkDriver() : new HttpClientDriver();
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {driver.Name}, {LoadSettings.Connections} connections, {settings.Rounds} rounds of "
            + $"{settings.Seconds} s each; medians");

        await using RedisServer redis = await RedisServer.StartAsync();
        var servers = new List<ServerProcess>();
        try
        {
            foreach (Variant variant in Enum.GetValues<Variant>())
                servers.Add(await ServerProcess.StartAsync(variant, redis.Configuration));

            await DriveAsync("Signed in: GET /me", "me", servers, redis, driver, settings, signedIn: true);
            await DriveAsync("No cookie: GET /", "", servers, redis, driver, settings, signedIn: false);
        }
        finally
        {
            foreach (ServerProcess server in servers)
                await server.DisposeAsync();
        }
    }

    private static async Task DriveAsync(
        string title, string path, List<ServerProcess> servers, RedisServer redis, ILoadDriver driver, LoadSettings settings, bool signedIn)
    {
        var table = new LoadTable(title);
        for (int round = 0; round <= settings.Rounds; round++)
        {
            foreach (ServerProcess server in servers)
            {
                TimeSpan before = server.ProcessorTime;
                TimeSpan redisBefore = await redis.UsedCpuAsync();
                LoadSample sample = await driver.DriveAsync(
                    new Uri(server.Address, path), signedIn ? server.Cookies : "", settings.Seconds);
                double requests = sample.RequestsPerSecond * settings.Seconds;
                sample = sample with
                {
                    ProcessorTimeEach = (server.ProcessorTime - before) / requests,
                    RedisTimeEach = (await redis.UsedCpuAsync() - redisBefore) / requests,
                };

                // The first round is for the just-in-time compiler.
                if (round > 0)
                    table.Add(server.Variant, sample);
            }
        }

        table.Print();
    }
}

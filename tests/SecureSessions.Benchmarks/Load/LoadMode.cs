using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Load;

/// <summary>Starts every app in a process of its own and drives them in turn.</summary>
internal static class LoadMode
{
    public static async Task RunAsync(LoadSettings settings)
    {
        ILoadDriver driver = LoadRounds.NewDriver();
        Console.WriteLine(LoadRounds.Describe(driver, settings));

        await using RedisServer redis = await RedisServer.StartAsync();
        var apps = new List<(Variant Variant, ServerProcess Server)>();
        try
        {
            foreach (Variant variant in Enum.GetValues<Variant>())
            {
                ServerProcess server = await ServerProcess.StartAsync(redis.Configuration, "serve", variant.ToString());
                apps.Add((variant, server));
                if (variant is not (Variant.Bare or Variant.Free))
                    await server.SignBrowserInAsync();
            }

            await DriveAsync("Signed in: GET /me", "me", signedIn: true);
            await DriveAsync("No cookie: GET /", "", signedIn: false);
        }
        finally
        {
            foreach ((_, ServerProcess server) in apps)
                await server.DisposeAsync();
        }

        async Task DriveAsync(string title, string path, bool signedIn)
        {
            var table = new LoadTable(title);
            await LoadRounds.DriveAsync(apps, path, signedIn, redis, driver, settings, table.Add);
            table.Print();
        }
    }
}

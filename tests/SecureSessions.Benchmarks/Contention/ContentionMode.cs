using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.TestKit;

namespace SecureSessions.Benchmarks.Contention;

/// <summary>64 parallel writers of one session, on one node and on two, in memory and on Redis.</summary>
internal static class ContentionMode
{
    private const int RoundCount = 9;

    public static async Task RunAsync()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using ServiceProvider memory = new ServiceCollection().AddLogging().AddSecureSessions().Services.BuildServiceProvider();
        await using ServiceProvider redis = await RedisServices.StartAsync(server.Configuration);
        await using ServiceProvider otherRedis = await RedisServices.StartAsync(server.Configuration);
        List<ContentionNode> nodes = [];
        try
        {
            List<ContentionCase> cases = [];
            foreach (bool ownKey in (bool[])[true, false])
            {
                cases.Add(new ContentionCase("in memory, one node", await StartAsync(nodes, memory), ownKey));
                cases.Add(new ContentionCase("in memory, two nodes that share the store", await StartAsync(nodes, memory, memory), ownKey));
                cases.Add(new ContentionCase("on Redis, one node", await StartAsync(nodes, redis), ownKey));
                cases.Add(new ContentionCase("on Redis, two nodes", await StartAsync(nodes, redis, otherRedis), ownKey));
            }

            await MeasureAsync(cases);
        }
        finally
        {
            foreach (ContentionNode node in nodes)
                await node.DisposeAsync();
        }
    }

    // The cases take turns, so that noise meets all of them. The first round is for the just-in-time compiler.
    private static async Task MeasureAsync(List<ContentionCase> cases)
    {
        for (int round = 0; round <= RoundCount; round++)
        {
            foreach (ContentionCase one in cases)
                await one.RunAsync(counts: round > 0);
        }

        Console.WriteLine($"{RoundCount} rounds; medians, with the range of the rounds; no write was lost");
        Console.WriteLine("| 64 parallel writers of one session | store calls a write | conflicts a write | p50 | p99 |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (ContentionCase one in cases)
            Console.WriteLine(one.ToRow());
    }

    /// <summary>Starts a node on each store, and keeps all of them for the end.</summary>
    private static async Task<IReadOnlyList<ContentionNode>> StartAsync(List<ContentionNode> all, params ServiceProvider[] stores)
    {
        List<ContentionNode> started = [];
        foreach (ServiceProvider store in stores)
        {
            started.Add(await ContentionNode.StartAsync(
                store.GetRequiredService<ISecureSessionStore>(), store.GetRequiredService<ISecureSessionIndex>()));
            all.Add(started[^1]);
        }

        return started;
    }
}

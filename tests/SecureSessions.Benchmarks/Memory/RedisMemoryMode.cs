using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Redis;
using SecureSessions.TestKit;
using StackExchange.Redis;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>
/// What a signed-in session takes on Redis, with everything that belongs to it, and what is left of it when it has ended.
/// </summary>
internal static class RedisMemoryMode
{
    private const int Few = 1_000;
    private const int Many = 101_000;

    private static readonly TimeSpan LongLife = TimeSpan.FromHours(8);
    private static readonly RedisKeys Keys = new(SecureSessionDefaults.KeyPrefix);

    public static async Task RunAsync()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using ServiceProvider services = await RedisServices.StartAsync(server.Configuration);
        var sessions = new SessionCrowd(services, Many);

        await sessions.GrowToAsync(Few, LongLife);
        long empty = await UsedAsync(server);
        await sessions.GrowToAsync(Many, LongLife);
        double each = Each(await UsedAsync(server) - empty);
        Print($"{Many - Few:N0} signed-in sessions of {SessionCrowd.PayloadSize} B payload: {each:F0} B each");
        Print(
            $"  of that the user's list: {await SizeAsync(server, Keys.User(SessionCrowd.UserName(0))):F0} B");
        Print($"  of that the queue of deadlines: {await QueuesAsync(server) / Many:F0} B");

        await sessions.EndAllAsync();
        Print($"ended, until their deadline and the retention after it: {Each(await UsedAsync(server) - empty):F0} B each");
        double history = await SizeAsync(server, Keys.History(SessionCrowd.UserName(0)));
        Print($"  of that the user's history: {history:F0} B");
    }

    private static double Each(long bytes) => (double)bytes / (Many - Few);

    private static async Task<double> QueuesAsync(RedisServer server)
    {
        double sum = 0;
        foreach (RedisKey queue in Keys.Queues)
            sum += await SizeAsync(server, queue);
        return sum;
    }

    private static async Task<double> SizeAsync(RedisServer server, RedisKey key) =>
        double.Parse(await server.ExecuteAsync("MEMORY", "USAGE", (string)key!, "SAMPLES", "0"), CultureInfo.InvariantCulture);

    private static async Task<long> UsedAsync(RedisServer server) =>
        long.Parse((await server.InfoAsync("memory"))["used_memory"], CultureInfo.InvariantCulture);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

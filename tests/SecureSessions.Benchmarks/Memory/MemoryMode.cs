using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>
/// A million sessions in the in-memory store: their size, the cost of finding one, and what a mass expiry does to requests.
/// </summary>
internal static class MemoryMode
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Expiring = 100_000;

    private static readonly TimeSpan LongLife = TimeSpan.FromHours(8);
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(2);

    /// <summary>Two ticks of the sweep and more.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        var clock = new ShiftedTimeProvider();
        await using PipelineApp app = await PipelineApp.StartAsync(
            Variant.Ours,
            // The user of all requests signs in more often than the default lets them.
            services =>
                services.AddSingleton<TimeProvider>(clock).Configure<SecureSessionOptions>(
                    static options => options.MaxSessionsPerUser = Many));
        var store = (MemorySessionStore)app.Services.GetRequiredService<ISecureSessionStore>();
        var sessions = new SessionCrowd(app.Services, Many);

        await sessions.GrowToAsync(Few, LongLife);
        double few = await sessions.MeasureFindAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await sessions.GrowToAsync(Many, LongLife);
        double bytesEach = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / (Many - Few);
        double many = await sessions.MeasureFindAsync();
        Print($"{Many:N0} sessions of {SessionCrowd.PayloadSize} B payload: {bytesEach:F0} B each");
        Print($"find among {Few:N0}: {few:F0} ns; among {Many:N0}: {many:F0} ns");

        await sessions.AddAsync(Expiring, ShortLife);
        RequestProbe probe = await RequestProbe.StartAsync(app);
        Print($"requests while nothing expires: {await probe.WatchAsync(Watch)}");
        clock.Shift(ShortLife);
        Print($"requests while {Expiring:N0} sessions expire: {await probe.WatchAsync(Watch)}");
        int kept = store.Count;
        clock.Shift(SecureSessionDefaults.TombstoneRetention);
        Print($"requests while {Expiring:N0} tombstones are forgotten: {await probe.WatchAsync(Watch)}");
        Print($"entries before and after that: {kept:N0} and {store.Count:N0}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

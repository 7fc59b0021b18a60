using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;
using SecureSessions.Benchmarks.Measures;
using SecureSessions.Benchmarks.Memory;

namespace SecureSessions.Benchmarks.Scale;

/// <summary>Requests while 100,000 of a million sessions expire, and while none does, in turn.</summary>
internal static class ExpiryPhases
{
    private const int Phases = 7;
    private const int Staying = 1_000_000;
    private const int Expiring = 100_000;

    private static readonly TimeSpan LongLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortLife = TimeSpan.FromMinutes(2);

    /// <summary>Two ticks of the sweep: it finds in them whatever is due.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(2 * ExpiryWheel.TickMilliseconds);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync()
    {
        var clock = new ShiftedTimeProvider();
        await using PipelineApp app = await PipelineApp.StartAsync(
            Variant.Ours,
            // The user of all requests signs in more often than the default lets them, and stays for as long as all phases take.
            services => services.AddSingleton<TimeProvider>(clock).Configure<SecureSessionOptions>(static options =>
            {
                options.MaxSessionsPerUser = Staying;
                (options.IdleTimeout, options.AbsoluteTimeout) = (LongLife, LongLife);
            }));
        var store = (MemorySessionStore)app.Services.GetRequiredService<ISecureSessionStore>();
        var sessions = new SessionCrowd(app.Services, Staying);
        await sessions.GrowToAsync(Staying, LongLife);
        RequestProbe probe = await RequestProbe.StartAsync(app);
        int staying = store.Count;
        await probe.WatchAsync(Watch);

        List<(RequestLatencies Quiet, RequestLatencies Expiring)> phases = [];
        for (int phase = 0; phase < Phases; phase++)
        {
            RequestLatencies quiet = await probe.WatchAsync(Watch);
            await sessions.AddAsync(Expiring, ShortLife);
            clock.Shift(ShortLife);
            phases.Add((quiet, await probe.WatchAsync(Watch)));

            // The next quiet phase begins when the tombstones are forgotten.
            clock.Shift(SecureSessionDefaults.TombstoneRetention);
            while (store.Count > staying)
                await Task.Delay(Pause);
        }

        Print(phases);
    }

    private static void Print(List<(RequestLatencies Quiet, RequestLatencies Expiring)> phases)
    {
        Console.WriteLine();
        Console.WriteLine($"{Phases} phases each, in turn; medians, with the range of the phases");
        Console.WriteLine("| Requests on a store of 1,000,000 sessions | in a phase | p99.9 | slowest | pauses of the collector, in all |");
        Console.WriteLine("|---|---|---|---|---|");
        PrintRow("while nothing expires", phases.Select(static phase => phase.Quiet));
        PrintRow("while 100,000 sessions expire and are reported", phases.Select(static phase => phase.Expiring));
        Rounds differences = Rounds.Of(phases.Select(static phase => P999(phase.Expiring) - P999(phase.Quiet)));
        Console.WriteLine($"p99.9 while they expire minus that of the phase before: {differences.ToText("F2")} ms");
    }

    private static void PrintRow(string title, IEnumerable<RequestLatencies> phases)
    {
        RequestLatencies[] all = [.. phases];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {Rounds.Of(all.Select(static one => (double)one.Count)).ToText("N0")} | "
            + $"{Rounds.Of(all.Select(P999)).ToText("F2")} ms | "
            + $"{Rounds.Of(all.Select(static one => one.Longest.TotalMilliseconds)).ToText("F1")} ms | "
            + $"{Rounds.Of(all.Select(static one => one.CollectorPauses.TotalMilliseconds)).ToText("F0")} ms |"));
    }

    private static double P999(RequestLatencies latencies) => latencies.Percentile(0.999).TotalMilliseconds;
}

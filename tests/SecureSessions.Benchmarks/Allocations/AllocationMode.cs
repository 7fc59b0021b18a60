using System.Globalization;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Allocations;

/// <summary>What a signed-in request allocates: exactly, in all, and unless told otherwise by type, as far as samples tell.</summary>
internal static class AllocationMode
{
    private const int WarmUp = 50_000;
    private const int Counted = 1_000;
    private const int Sampled = 400_000;

    public static async Task RunAsync(bool byType)
    {
        foreach (Variant variant in (Variant[])[Variant.Free, Variant.Ours, Variant.OursInFull])
        {
            await using PipelineApp app = await PipelineApp.StartAsync(variant);
            var me = new PipelineExchange("/me", app.Cookies);
            await app.CheckAsync(me);
            await RepeatAsync(app, me, WarmUp);

            long before = GC.GetTotalAllocatedBytes(precise: true);
            await RepeatAsync(app, me, Counted);
            Print($"{variant}: {(GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Counted:N1} bytes a request");

            if (!byType)
                continue;

            using var sampler = new AllocationSampler();
            await RepeatAsync(app, me, Sampled);
            foreach ((string type, double bytes) in sampler.Take().OrderByDescending(static pair => pair.Value).Take(150))
                Print($"{bytes / Sampled,8:N0}  {type}");
        }
    }

    private static async Task RepeatAsync(PipelineApp app, PipelineExchange exchange, int times)
    {
        for (int i = 0; i < times; i++)
            await app.SendAsync(exchange);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

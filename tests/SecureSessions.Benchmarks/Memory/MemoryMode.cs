using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Benchmarks.Apps;

namespace SecureSessions.Benchmarks.Memory;

/// <summary>What a signed-in session takes in memory, with everything that belongs to it.</summary>
internal static class MemoryMode
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    private static readonly TimeSpan LongLife = TimeSpan.FromHours(8);

    public static async Task RunAsync()
    {
        await using PipelineApp app = await PipelineApp.StartAsync(Variant.Ours);
        var sessions = new SessionCrowd(app.Services, Many);

        await sessions.GrowToAsync(Few, LongLife);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await sessions.GrowToAsync(Many, LongLife);
        double bytesEach = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / (Many - Few);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Many:N0} sessions of {SessionCrowd.PayloadSize} B payload: {bytesEach:F0} B each"));
        GC.KeepAlive(app.Services.GetRequiredService<ISecureSessionStore>());
    }
}

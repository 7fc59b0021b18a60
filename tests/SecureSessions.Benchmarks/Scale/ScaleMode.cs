namespace SecureSessions.Benchmarks.Scale;

/// <summary>What calls to the in-memory store cost by its size, and what a mass expiry does to requests.</summary>
internal static class ScaleMode
{
    private const int RoundCount = 9;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public static async Task RunAsync()
    {
        await MeasureCallsAsync();
        await ExpiryPhases.RunAsync();
    }

    // The stores take turns within a round, so that noise meets all of them.
    private static async Task MeasureCallsAsync()
    {
        List<ScaledStore> stores = [];
        foreach (int size in Sizes)
            stores.Add(await ScaledStore.CreateAsync(size));

        for (int round = 0; round <= RoundCount; round++)
        {
            foreach (ScaledStore store in stores)
                await store.RunAsync(counts: round > 0);
        }

        Console.WriteLine($"{RoundCount} rounds; medians, with the range of the rounds");
        CallCosts.Print(stores.Select(static store => store.Costs));
        foreach (ScaledStore store in stores)
            await store.DisposeAsync();
    }
}

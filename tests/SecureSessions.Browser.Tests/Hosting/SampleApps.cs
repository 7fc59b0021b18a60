using Xunit;

namespace SecureSessions.Browser.Tests.Hosting;

/// <summary>
/// The sample on each store, for tests that leave it unchanged. It starts when the first test asks for it, and all tests share it.
/// </summary>
public sealed class SampleApps : IAsyncLifetime
{
    private readonly Dictionary<SampleStore, SampleApp> _apps = [];

    /// <summary>The sample on this store.</summary>
    public async Task<SampleApp> GetAsync(SampleStore store) =>
        _apps.TryGetValue(store, out SampleApp? app) ? app : _apps[store] = await SampleApp.StartAsync(store);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (SampleApp app in _apps.Values)
            await app.DisposeAsync();
    }
}

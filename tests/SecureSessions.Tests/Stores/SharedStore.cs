using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureSessions.TestKit;

namespace SecureSessions.Tests.Stores;

/// <summary>One store behind several nodes.</summary>
internal sealed class SharedStore : IDisposable
{
    private readonly MemorySessionStore _store;

    public SharedStore() =>
        _store = new MemorySessionStore(Clock, Options.Create(new MemoryStoreOptions()), NullLogger<MemorySessionStore>.Instance);

    public ManualTimeProvider Clock { get; } = new();

    public ISecureSessionStore Store => _store;

    public Task<SessionHost> StartNodeAsync(byte[]? storeKey, params byte[][] accepted) => SessionHost.StartAsync(new SessionHostSettings
    {
        Map = SmallApp.Map,
        TimeProvider = Clock,
        Configure = options =>
        {
            options.StoreKey = storeKey;
            foreach (byte[] key in accepted)
                options.AcceptedStoreKeys.Add(key);
        },
        ConfigureServices = services => services.AddSingleton(Store),
    });

    public void Dispose() => _store.Dispose();
}

using Microsoft.Extensions.DependencyInjection;
using SecureSessions.Tests.Sessions;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class MemoryStoreExtensionsTests
{
    [Fact]
    public void The_store_in_memory_is_one_object_with_both_ports()
    {
        using ServiceProvider services = Build(static _ => { });

        Assert.Same(services.GetRequiredService<ISecureSessionStore>(), services.GetRequiredService<ISecureSessionIndex>());
        Assert.IsType<MemorySessionStore>(services.GetRequiredService<ISecureSessionStore>());
    }

    [Fact]
    public void Added_twice_it_is_still_one()
    {
        using ServiceProvider services = Build(static services => services.AddSecureSessions().AddMemoryStore());

        Assert.Single(services.GetServices<ISecureSessionStore>());
        Assert.Same(services.GetRequiredService<ISecureSessionStore>(), services.GetRequiredService<ISecureSessionIndex>());
    }

    [Fact]
    public void A_store_of_the_apps_own_has_no_list_in_memory()
    {
        using ServiceProvider services = Build(static services => services.AddSingleton<ISecureSessionStore>(
            static provider => new ByteRecordingStore(provider.GetRequiredService<MemorySessionStore>(), new RecordedBytes())));

        Assert.Null(services.GetService<ISecureSessionIndex>());
        Assert.False(services.GetRequiredService<StoreGateway>().ListsUsers);
    }

    private static ServiceProvider Build(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSecureSessions();
        configure(services);
        return services.BuildServiceProvider();
    }
}

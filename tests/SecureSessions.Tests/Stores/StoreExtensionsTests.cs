using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace SecureSessions.Tests.Stores;

public sealed class StoreExtensionsTests
{
    [Fact]
    public void A_store_of_ones_own_takes_the_place_of_the_store_and_of_the_index_before()
    {
        using ServiceProvider services = Build(static builder => builder.AddStore<BothPorts, BothPorts>().AddStore<BothPorts>());

        Assert.IsType<BothPorts>(Assert.Single(services.GetServices<ISecureSessionStore>()));
        Assert.Empty(services.GetServices<ISecureSessionIndex>());
    }

    [Fact]
    public void A_store_that_is_its_own_index_is_one_object()
    {
        using ServiceProvider services = Build(static builder => builder.AddStore<BothPorts, BothPorts>());

        Assert.Same(services.GetRequiredService<ISecureSessionStore>(), services.GetRequiredService<ISecureSessionIndex>());
        Assert.Single(services.GetServices<ISecureSessionIndex>());
    }

    [Fact]
    public void A_store_of_ones_own_counts_nothing_unless_it_brings_counters()
    {
        using ServiceProvider inMemory = Build(static _ => { });
        using ServiceProvider without = Build(static builder => builder.AddStore<BothPorts, BothPorts>());
        using ServiceProvider around = Build(static builder => builder.AddStore<BothPorts, BothPorts>().Services.AddSingleton(
            static services => services.GetRequiredKeyedService<ISecureSessionCounters>(SecureSessionDefaults.MemoryStoreKey)));

        Assert.Same(inMemory.GetRequiredService<ISecureSessionStore>(), inMemory.GetRequiredService<ISecureSessionCounters>());
        Assert.Null(without.GetService<ISecureSessionCounters>());
        Assert.IsType<MemorySessionStore>(around.GetRequiredService<ISecureSessionCounters>());
    }

    [Fact]
    public void Store_and_index_may_be_two_types()
    {
        using ServiceProvider services = Build(static builder =>
        {
            builder.Services.AddDistributedMemoryCache();
            builder.AddDistributedCacheStore().AddStore<DistributedCacheSessionStore, BothPorts>();
        });

        Assert.IsType<DistributedCacheSessionStore>(services.GetRequiredService<ISecureSessionStore>());
        Assert.IsType<BothPorts>(services.GetRequiredService<ISecureSessionIndex>());
    }

    [Fact]
    public void A_store_that_is_registered_already_is_the_one_that_is_used()
    {
        var store = new BothPorts();
        using ServiceProvider services = Build(builder =>
        {
            builder.Services.AddSingleton(store);
            builder.AddStore<BothPorts>();
        });

        Assert.Same(store, services.GetRequiredService<ISecureSessionStore>());
    }

    [Fact]
    public void The_last_store_that_is_added_is_used()
    {
        using ServiceProvider services = Build(static builder =>
        {
            builder.Services.AddDistributedMemoryCache();
            builder.AddStore<BothPorts, BothPorts>().AddDistributedCacheStore();
        });

        Assert.IsType<DistributedCacheSessionStore>(Assert.Single(services.GetServices<ISecureSessionStore>()));
        Assert.Empty(services.GetServices<ISecureSessionIndex>());
    }

    [Fact]
    public void A_store_keeps_no_signing_keys_unless_it_brings_a_port_for_them()
    {
        using ServiceProvider last = Build(static builder =>
        {
            builder.Services.AddDistributedMemoryCache();
            builder.AddRedisStore("127.0.0.1:1").AddDistributedCacheStore();
        });
        using ServiceProvider redis = Build(static builder => builder.AddStore<BothPorts>().AddRedisStore("127.0.0.1:1"));

        Assert.Empty(last.GetServices<ISigningKeyStore>());
        Assert.False(last.GetRequiredService<StoreGateway>().KeepsSigningKeys);
        Assert.Single(redis.GetServices<ISigningKeyStore>());
        Assert.True(redis.GetRequiredService<StoreGateway>().KeepsSigningKeys);
    }

    [Fact]
    public void A_store_around_the_one_in_memory_gets_both_of_its_ports()
    {
        using ServiceProvider services = Build(static builder => builder.AddStore<BothPorts, BothPorts>());

        ISecureSessionStore inner = services.GetRequiredKeyedService<ISecureSessionStore>(SecureSessionDefaults.MemoryStoreKey);
        Assert.IsType<MemorySessionStore>(inner);
        Assert.Same(inner, services.GetRequiredKeyedService<ISecureSessionIndex>(SecureSessionDefaults.MemoryStoreKey));
        Assert.IsType<BothPorts>(services.GetRequiredService<ISecureSessionIndex>());
    }

    [Fact]
    public async Task A_store_that_was_put_in_place_of_the_one_in_memory_alone_is_named_with_the_cure()
    {
        using ServiceProvider services = Build(static builder => builder.Services.AddSingleton<ISecureSessionStore>(new BothPorts()));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => services.GetRequiredService<ISecureSessionManager>().ListAsync("alice"));

        Assert.Equal(
            "The session store, BothPorts, cannot tell which sessions a user has: no ISecureSessionIndex was registered with it. "
            + "Use AddMemoryStore(), AddSqlStore(...), AddRedisStore(...), or AddStore<TStore, TIndex>() with a users port of your own; "
            + "one that passes calls on to the in-memory store gets both of its ports by "
            + "[FromKeyedServices(SecureSessionDefaults.MemoryStoreKey)].",
            error.Message);
    }

    private static ServiceProvider Build(Action<SecureSessionsBuilder> configure)
    {
        IServiceCollection services = new ServiceCollection().AddLogging();
        configure(services.AddSecureSessions());
        return services.BuildServiceProvider();
    }
}

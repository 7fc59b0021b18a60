using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.Stores;

/// <summary>The code blocks of <c>docs/stores.md</c>.</summary>
internal static class StoresSnippets
{
    public static void Redis(WebApplicationBuilder builder)
    {
        #region redis
        builder.Services.AddSecureSessions().AddRedisStore("localhost:6379");
        #endregion
    }

    public static void DistributedCache(WebApplicationBuilder builder)
    {
        #region distributed-cache
        builder.Services.AddDistributedMemoryCache();               // or AddStackExchangeRedisCache(...), AddDistributedSqlServerCache(...)
        builder.Services.AddSecureSessions().AddDistributedCacheStore();
        #endregion
    }

#pragma warning disable CA1715 // The type parameter stands for a reader's own type.
    public static void SigningKeys<MyStore, MyKeys>(WebApplicationBuilder builder)
        where MyStore : class, ISecureSessionStore
        where MyKeys : class, ISigningKeyStore
    {
        #region signing-keys
        builder.Services.AddSecureSessions().AddStore<MyStore>();
        builder.Services.AddSingleton<ISigningKeyStore, MyKeys>();
        #endregion
    }

    public static void Counters<MyStore, MyCounters>(WebApplicationBuilder builder)
        where MyStore : class, ISecureSessionStore
        where MyCounters : class, ISecureSessionCounters
    {
        #region counters
        builder.Services.AddSecureSessions().AddStore<MyStore>();
        builder.Services.AddSingleton<ISecureSessionCounters, MyCounters>();
        #endregion
    }

    public static void CustomStore<MyStore>(WebApplicationBuilder builder)
        where MyStore : class, ISecureSessionStore
#pragma warning restore CA1715
    {
        #region custom-store
        builder.Services.AddSecureSessions().AddStore<MyStore>();
        #endregion
    }
}

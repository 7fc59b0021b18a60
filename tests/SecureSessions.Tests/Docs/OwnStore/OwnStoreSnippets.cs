using LiteDB;
using Microsoft.Extensions.DependencyInjection;

namespace SecureSessions.Tests.Docs.OwnStore;

/// <summary>How an app adds the store that <c>docs/own-store.md</c> builds.</summary>
internal static class OwnStoreSnippets
{
    public static void Add(IServiceCollection services)
    {
        #region own-store-add
        services.AddSingleton(new LiteDatabase("sessions.db"));
        services.AddSecureSessions().AddStore<LiteDbSessionStore>();
        #endregion
    }
}

using Microsoft.AspNetCore.Builder;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>Starts apps whose sessions are in a database, on the clocks of the system and of the database.</summary>
internal static class SqlHost
{
    public static Task<SessionHost> StartAsync(
        TestDatabase database, Action<SecureSessionOptions>? configure = null, Action<SqlStoreOptions>? configureSql = null) =>
        StartAsync(database.Source, database.Dialect, configure, sql =>
        {
            sql.Schema = database.Schema;
            configureSql?.Invoke(sql);
        });

    public static Task<SessionHost> StartAsync(
        DbDataSource source,
        SqlDialect dialect,
        Action<SecureSessionOptions>? configure = null,
        Action<SqlStoreOptions>? configureSql = null) => SessionHost.StartAsync(new SessionHostSettings
        {
            TimeProvider = TimeProvider.System,
            Configure = options =>
            {
                options.StoreTimeout = Patience.StoreTimeout;
                configure?.Invoke(options);
            },
            ConfigureSessions = sessions => sessions.AddSqlStore(sql =>
            {
                sql.DataSource = source;
                sql.Dialect = dialect;
                configureSql?.Invoke(sql);
            }),
            ConfigureServices = static services => services.AddHealthChecks().AddSecureSessions(),
            Map = static app =>
            {
                SmallApp.Map(app);
                app.MapHealthChecks("/readyz").WithoutSession();
            },
        });
}

using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureSessions;
using SecureSessions.Sql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions in a database.</summary>
public static class SqlStoreExtensions
{
    /// <summary>Keeps sessions in the app's own database, in place of the store before.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options: <see cref="SqlStoreOptions.DataSource"/> and <see cref="SqlStoreOptions.Dialect"/> at
    /// least.</param>
    /// <returns>The builder.</returns>
    /// <remarks>The tables have to be there: <see cref="SqlSchema"/> makes them. If they are missing, the app does not start.</remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddSecureSessions().AddSqlStore(sql =>
    /// {
    ///     sql.DataSource = NpgsqlDataSource.Create(connectionString);
    ///     sql.Dialect = SqlDialect.PostgreSql;
    /// });
    /// </code>
    /// </example>
    public static SecureSessionsBuilder AddSqlStore(this SecureSessionsBuilder builder, Action<SqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = builder.Services;
        services.AddOptions<SqlStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqlStoreOptions>, SqlStoreOptionsValidator>());
        services.TryAddSingleton(ReadSettings);
        services.TryAddSingleton(static provider => new Lazy<SqlDatabase>(() => new SqlDatabase(
            provider.GetRequiredService<SqlSettings>(), provider.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton(static provider => provider.GetRequiredService<Lazy<SqlDatabase>>().Value);
        services.TryAddSingleton<SchemaCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqlStartUp>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqlCleanUp>());
        services.Replace(ServiceDescriptor.Singleton<ISecureSessionAnnouncements, SqlAnnouncements>());
        builder.AddStore<SqlSessionStore, SqlSessionIndex>();
        services.AddSingleton<ISigningKeyStore, SqlSigningKeyStore>();
        return builder;
    }

    private static SqlSettings ReadSettings(IServiceProvider services)
    {
        SqlStoreOptions options = services.GetRequiredService<IOptions<SqlStoreOptions>>().Value;
        return new SqlSettings(
            options.DataSource ?? services.GetRequiredService<DbDataSource>(),
            options.Dialect!.Value,
            options.Schema,
            services.GetRequiredService<IOptions<SecureSessionOptions>>().Value.StoreTimeout,
            options.TouchInterval);
    }
}

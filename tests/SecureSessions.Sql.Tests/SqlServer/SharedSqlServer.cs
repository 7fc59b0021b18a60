using System.Collections.Concurrent;
using System.Data.Common;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>
/// The server that <c>SECURESESSIONS_TEST_SQLSERVER</c> names, and tables of its own for each class of tests. This folder is compiled only
/// where it is set.
/// </summary>
/// <remarks>Such tests are <c>[Collection(SharedSqlServer.Name)]</c> and run one after the other.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedSqlServer : ICollectionFixture<SharedSqlServer>
{
    public const string Name = "Tests on SQL Server";

    private const string Provider = "Microsoft.Data.SqlClient";

    private readonly ConcurrentDictionary<Type, Task<TestDatabase>> _databases = new();
    private readonly DbDataSource _source;

    public SharedSqlServer()
    {
        // By its name, since the package is there only where a server is.
        DbProviderFactories.RegisterFactory(Provider, $"{Provider}.SqlClientFactory, {Provider}");
        _source = DbProviderFactories.GetFactory(Provider)
            .CreateDataSource(Environment.GetEnvironmentVariable("SECURESESSIONS_TEST_SQLSERVER")!);
    }

    /// <summary>The empty tables of a class of tests.</summary>
    public async Task<TestDatabase> OpenAsync(Type tests)
    {
        TestDatabase database = await _databases.GetOrAdd(tests, _ => TestDatabase.CreateOnSqlServerAsync(_source));
        await database.ClearAsync();
        return database;
    }
}

using System.Collections.Concurrent;
using Npgsql;
using Xunit;

namespace SecureSessions.Sql.Tests;

/// <summary>One server for all tests that leave it as it was, and tables of its own for each class of tests.</summary>
/// <remarks>Such tests are <c>[Collection(SharedPostgres.Name)]</c> and run one after the other.</remarks>
[CollectionDefinition(Name)]
public sealed class SharedPostgres : IAsyncLifetime, ICollectionFixture<SharedPostgres>
{
    public const string Name = "Tests on the shared PostgreSQL";

    private readonly ConcurrentDictionary<Type, Task<TestDatabase>> _databases = new();
    private PostgresServer? _server;
    private NpgsqlDataSource? _source;
    private PgBouncer? _bouncer;
    private NpgsqlDataSource? _bounced;

    public PostgresServer Server => _server!;

    public NpgsqlDataSource Source => _source!;

    /// <summary>The empty tables of a class of tests.</summary>
    public async Task<TestDatabase> OpenAsync(Type tests)
    {
        TestDatabase database = await _databases.GetOrAdd(tests, _ => TestDatabase.CreateOnPostgresAsync(Source));
        await database.ClearAsync();
        return database;
    }

    /// <summary>The same over PgBouncer.</summary>
    public async Task<TestDatabase> OpenBouncedAsync(Type tests)
    {
        _bouncer ??= await PgBouncer.StartAsync(Server);
        _bounced ??= NpgsqlDataSource.Create(_bouncer.ConnectionString);
        return (await OpenAsync(tests)).Over(_bounced);
    }

    /// <summary>Tables with so many sessions.</summary>
    public async Task<TestDatabase> OpenFilledAsync(int sessions) =>
        await _databases.GetOrAdd(typeof(TestDatabase), async _ =>
        {
            TestDatabase database = await TestDatabase.CreateOnPostgresAsync(Source);
            await database.FillAsync(sessions);
            return database;
        });

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _source = NpgsqlDataSource.Create(_server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_bounced is not null)
            await _bounced.DisposeAsync();
        if (_bouncer is not null)
            await _bouncer.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

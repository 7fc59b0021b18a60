using SecureSessions.Testing;

namespace SecureSessions.Sql.Tests;

/// <summary>The contract of every store, in a database whose clock stands still until it is moved.</summary>
public abstract class SqlSessionStoreContract : SessionStoreContract
{
    private TestDatabase? _database;

    // Short, since there is a find in each second of it.
    protected override TimeSpan IdleTimeout => TimeSpan.FromMinutes(2);

    protected override TimeSpan AbsoluteTimeout => TimeSpan.FromMinutes(5);

    protected override TimeSpan DenseStep => TimeSpan.FromMilliseconds(999);

    protected override TimeSpan ActivityInterval => SqlPorts.TouchInterval;

    protected abstract Task<TestDatabase> OpenAsync();

    protected override async ValueTask<ISecureSessionStore> CreateStoreAsync()
    {
        _database = await OpenAsync();
        return new SqlPorts(_database).Store;
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _database!.AdvanceAsync(duration);
}

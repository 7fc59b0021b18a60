using SecureSessions.Testing;

namespace SecureSessions.Sql.Tests;

/// <summary>The contract of every users port, in a database whose clock stands still until it is moved.</summary>
public abstract class SqlSessionIndexContract : SessionIndexContract
{
    private TestDatabase? _database;

    protected abstract Task<TestDatabase> OpenAsync();

    protected override async ValueTask<(ISecureSessionStore Store, ISecureSessionIndex Index)> CreateAsync()
    {
        _database = await OpenAsync();
        var ports = new SqlPorts(_database);
        return (ports.Store, ports.Index);
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _database!.AdvanceAsync(duration);
}

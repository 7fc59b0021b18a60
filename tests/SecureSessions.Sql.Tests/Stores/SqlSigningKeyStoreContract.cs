using SecureSessions.Testing;

namespace SecureSessions.Sql.Tests;

/// <summary>The contract of every store of signing keys, in a database whose clock stands still until it is moved.</summary>
public abstract class SqlSigningKeyStoreContract : SigningKeyStoreContract
{
    private TestDatabase? _database;

    protected abstract Task<TestDatabase> OpenAsync();

    protected override async ValueTask<(ISecureSessionStore Store, ISigningKeyStore Keys)> CreateAsync()
    {
        _database = await OpenAsync();
        var ports = new SqlPorts(_database);
        return (ports.Store, ports.SigningKeys);
    }

    protected override Task AdvanceAsync(TimeSpan duration) => _database!.AdvanceAsync(duration);
}

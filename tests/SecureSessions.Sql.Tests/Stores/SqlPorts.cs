using Microsoft.Extensions.Options;
using SecureSessions.TestKit;

namespace SecureSessions.Sql.Tests;

/// <summary>The ports of a store on the tables of a test, which go by the clock that can be moved or by the database's own.</summary>
internal sealed class SqlPorts
{
    public static readonly TimeSpan TouchInterval = TimeSpan.FromSeconds(10);

    public SqlPorts(TestDatabase database, bool onRealClock = false, TimeSpan? timeout = null)
    {
        var options = new SecureSessionOptions { StoreTimeout = timeout ?? Patience.StoreTimeout };
        var settings = new SqlSettings(database.Source, database.Dialect, database.Schema, options.StoreTimeout, TouchInterval);
        Database = new SqlDatabase(settings, TimeProvider.System, onRealClock ? null : database.Now);
        Store = new SqlSessionStore(Database, new SchemaCheck(Database), Options.Create(options), TimeProvider.System);
        Index = new SqlSessionIndex(Database);
        SigningKeys = new SqlSigningKeyStore(Database);
        Purge = new SqlPurge(Database);
    }

    public SqlDatabase Database { get; }

    public SqlSessionStore Store { get; }

    public SqlSessionIndex Index { get; }

    public SqlSigningKeyStore SigningKeys { get; }

    public SqlPurge Purge { get; }
}

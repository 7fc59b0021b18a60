using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteSigningKeyStoreTests(SqliteFile file) : SqlSigningKeyStoreContract, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

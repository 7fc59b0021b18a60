using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteSessionStoreTests(SqliteFile file) : SqlSessionStoreContract, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

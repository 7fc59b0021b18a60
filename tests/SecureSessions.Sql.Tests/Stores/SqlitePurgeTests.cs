using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqlitePurgeTests(SqliteFile file) : PurgeTests, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

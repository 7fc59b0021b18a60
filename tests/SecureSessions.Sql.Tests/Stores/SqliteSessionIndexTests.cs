using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteSessionIndexTests(SqliteFile file) : SqlSessionIndexContract, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

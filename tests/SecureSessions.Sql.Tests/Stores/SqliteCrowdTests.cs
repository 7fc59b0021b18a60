using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteCrowdTests(SqliteFile file) : CrowdTests, IClassFixture<SqliteFile>
{
    protected override int Rounds => 2;

    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteCrowdTests(SqliteFile file) : CrowdTests, IClassFixture<SqliteFile>
{
    protected override int Rounds => 3;

    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

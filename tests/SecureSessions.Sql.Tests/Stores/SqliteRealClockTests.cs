using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteRealClockTests(SqliteFile file) : RealClockTests, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

using Xunit;

namespace SecureSessions.Sql.Tests;

public sealed class SqliteAnnouncementTests(SqliteFile file) : AnnouncementTests, IClassFixture<SqliteFile>
{
    protected override Task<TestDatabase> OpenAsync() => file.OpenAsync();
}

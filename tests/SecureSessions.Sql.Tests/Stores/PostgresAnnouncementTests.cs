using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresAnnouncementTests(SharedPostgres shared) : AnnouncementTests
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedSqlServer.Name)]
public sealed class SqlServerSessionIndexTests(SharedSqlServer shared) : SqlSessionIndexContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

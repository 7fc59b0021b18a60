using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedSqlServer.Name)]
public sealed class SqlServerSessionStoreTests(SharedSqlServer shared) : SqlSessionStoreContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedSqlServer.Name)]
public sealed class SqlServerSigningKeyStoreTests(SharedSqlServer shared) : SqlSigningKeyStoreContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

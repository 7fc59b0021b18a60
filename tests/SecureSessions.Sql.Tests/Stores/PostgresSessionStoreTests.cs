using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSessionStoreTests(SharedPostgres shared) : SqlSessionStoreContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSigningKeyStoreTests(SharedPostgres shared) : SqlSigningKeyStoreContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

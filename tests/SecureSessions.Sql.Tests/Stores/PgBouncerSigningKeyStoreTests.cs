using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PgBouncerSigningKeyStoreTests(SharedPostgres shared) : SqlSigningKeyStoreContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenBouncedAsync(GetType());
}

using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresSessionIndexTests(SharedPostgres shared) : SqlSessionIndexContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

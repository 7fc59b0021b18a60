using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PgBouncerSessionIndexTests(SharedPostgres shared) : SqlSessionIndexContract
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenBouncedAsync(GetType());
}

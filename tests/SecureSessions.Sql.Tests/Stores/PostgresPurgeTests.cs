using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresPurgeTests(SharedPostgres shared) : PurgeTests
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

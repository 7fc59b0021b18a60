using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresRealClockTests(SharedPostgres shared) : RealClockTests
{
    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}

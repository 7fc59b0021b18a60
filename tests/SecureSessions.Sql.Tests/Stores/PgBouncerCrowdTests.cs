using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PgBouncerCrowdTests(SharedPostgres shared) : CrowdTests
{
    protected override int Rounds => 2;

    protected override Task<TestDatabase> OpenAsync() => shared.OpenBouncedAsync(GetType());
}

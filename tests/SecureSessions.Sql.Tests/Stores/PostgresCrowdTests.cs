using Xunit;

namespace SecureSessions.Sql.Tests;

[Collection(SharedPostgres.Name)]
public sealed class PostgresCrowdTests(SharedPostgres shared) : CrowdTests
{
    protected override int Rounds => 5;

    protected override Task<TestDatabase> OpenAsync() => shared.OpenAsync(GetType());
}
